package io.annealdb.cli.command;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.ErrorLines;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code anneal}: everything it can do. */
@Command(
        name = "anneal",
        description =
                "A sharded, replicated time-series cluster that repairs itself around a ring.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            DevCommand.class,
            MetaNodeCommand.class,
            DataNodeCommand.class,
            ConfigCommand.class,
            StatusCommand.class,
            NodesCommand.class,
            ShardsCommand.class,
            CheckCommand.class,
            RepairCommand.class,
            HintsCommand.class,
            DebtsCommand.class,
            QueryCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 done; 1 failed, or done in part; 2 wrong usage; 3 a check found"
                    + " differences."
        })
public final class RootCommand {
    /** Runs one command line. */
    public static int run(CommandContext context, String... arguments) {
        ErrorLines errors = new ErrorLines(context.terminal());
        CommandLine commandLine = new CommandLine(new RootCommand(), new CommandFactory(context));
        addHelp(commandLine);
        return commandLine
                .setExpandAtFiles(false)
                .setAbbreviatedOptionsAllowed(false)
                .setUsageHelpAutoWidth(false)
                .setOut(new java.io.PrintWriter(context.terminal().out(), true))
                .setErr(new java.io.PrintWriter(context.terminal().err(), true))
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(
                                context.terminal().outIsTerminal()
                                        ? CommandLine.Help.Ansi.ON
                                        : CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .execute(arguments);
    }

    private static void addHelp(CommandLine parent) {
        for (CommandLine command : parent.getSubcommands().values()) {
            command.getCommandSpec()
                    .addOption(
                            CommandLine.Model.OptionSpec.builder("-h", "--help")
                                    .usageHelp(true)
                                    .description("Shows this help.")
                                    .build());
            addHelp(command);
        }
    }
}
