package io.annealdb.cli.command;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.connect.HostPort;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code --meta}, else {@code ANNEAL_META}, else the port on this machine. */
final class MetaOption {
    private static final String VARIABLE = "ANNEAL_META";
    private static final String DEFAULT = "127.0.0.1:8091";

    private final CommandContext context;

    @Option(
            names = "--meta",
            scope = ScopeType.INHERIT,
            paramLabel = "HOST:PORT",
            split = ",",
            converter = AddressConverter.class,
            description =
                    "The meta nodes; any living one will do. Else ANNEAL_META, else "
                            + DEFAULT
                            + ".")
    private List<HostPort> given;

    MetaOption(CommandContext context) {
        this.context = context;
    }

    boolean isGiven() {
        return given != null;
    }

    List<HostPort> addresses() {
        if (given != null) {
            return given;
        }
        String variable = context.environment().getOrDefault(VARIABLE, "");
        try {
            return Stream.of((variable.isBlank() ? DEFAULT : variable).split(","))
                    .map(HostPort::parse)
                    .toList();
        } catch (IllegalArgumentException wrong) {
            throw CommandFailure.wrongUsage(VARIABLE + ": " + wrong.getMessage());
        }
    }
}
