package io.annealdb.cli;

import io.annealdb.cli.terminal.NearestName;
import io.annealdb.cli.terminal.Terminal;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever ends a command into one line on stderr and an exit code. */
public final class ErrorLines implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final String NO_SUBCOMMAND = "Missing required subcommand";

    private final Terminal terminal;

    public ErrorLines(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        if (e.getMessage().startsWith(NO_SUBCOMMAND)) {
            String names = String.join(", ", command.subcommands().keySet());
            print(
                    command,
                    "name one of " + names + ". See " + command.qualifiedName() + " --help.");
            return ExitCode.WRONG_USAGE;
        }
        String what =
                e instanceof UnmatchedArgumentException unmatched
                        ? unknown(command, unmatched.getUnmatched().get(0))
                        : sentence(e.getMessage());
        print(command, what + " See " + command.qualifiedName() + " --help.");
        return ExitCode.WRONG_USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parsed) {
        CommandSpec command = commandLine.getCommandSpec();
        if (e instanceof CommandFailure failure) {
            print(command, failure.getMessage());
            return failure.exitCode();
        }
        if (e instanceof IOException || e instanceof UncheckedIOException) {
            print(command, sentence(e.getMessage()));
            return ExitCode.FAILED;
        }
        if (e instanceof StatusRuntimeException refused) {
            String words = refused.getStatus().getDescription();
            print(command, sentence(words == null ? refused.getMessage() : words));
            return ExitCode.FAILED;
        }
        print(command, "this is a bug in AnnealDB, please report it: " + e);
        e.printStackTrace(terminal.err());
        return ExitCode.FAILED;
    }

    private static String unknown(CommandSpec command, String argument) {
        if (argument.startsWith("-")) {
            String name =
                    argument.contains("=")
                            ? argument.substring(0, argument.indexOf('='))
                            : argument;
            List<String> names = new ArrayList<>(command.optionsMap().keySet());
            return "unknown option " + name + "." + NearestName.hint(name, names);
        }
        if (!command.subcommands().isEmpty()) {
            return "unknown command \""
                    + argument
                    + "\"."
                    + NearestName.hint(argument, command.subcommands().keySet());
        }
        return "\"" + argument + "\" is one argument too many.";
    }

    private static String sentence(String message) {
        String line = String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " ");
        return line.endsWith(".") || line.endsWith("?") || line.endsWith("!") ? line : line + ".";
    }

    private void print(CommandSpec command, String what) {
        terminal.note(command.qualifiedName() + ": " + what);
    }
}
