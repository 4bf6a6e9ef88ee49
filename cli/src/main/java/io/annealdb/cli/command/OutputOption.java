package io.annealdb.cli.command;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.report.Json;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code -o}: tables for people, or exactly one JSON document for programs. */
final class OutputOption {
    /** The two forms. */
    enum Format {
        table,
        json
    }

    private final CommandContext context;

    @Option(
            names = {"-o", "--output"},
            scope = ScopeType.INHERIT,
            paramLabel = "table|json",
            description = "How to print the answer (default: table).")
    private Format format = Format.table;

    OutputOption(CommandContext context) {
        this.context = context;
    }

    boolean isJson() {
        return format == Format.json;
    }

    /** Prints a report as asked for. */
    void print(Object report, Runnable table) {
        if (isJson()) {
            context.terminal().print(Json.text(report));
        } else {
            table.run();
        }
    }
}
