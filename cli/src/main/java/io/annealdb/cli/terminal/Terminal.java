package io.annealdb.cli.terminal;

import java.io.PrintStream;
import java.util.Map;

/**
 * Where a command prints, and whether a person is looking.
 *
 * @param out takes what was asked for: tables, or one JSON document
 * @param err takes errors and progress
 * @param outIsTerminal tables may be coloured
 * @param errIsTerminal progress may be drawn
 * @param columns width of the terminal, at least 40
 * @param indent stands before each line of stdout
 */
public record Terminal(
        PrintStream out,
        PrintStream err,
        boolean outIsTerminal,
        boolean errIsTerminal,
        int columns,
        String indent) {
    private static final int COLUMNS_DEFAULT = 80;
    private static final int COLUMNS_MIN = 40;

    public Terminal {
        columns = Math.max(columns, COLUMNS_MIN);
    }

    /**
     * The terminal of this process. Java cannot tell whether stderr is one, so the launcher does,
     * by the properties {@code anneal.tty.out}, {@code anneal.tty.err} and {@code anneal.columns}.
     */
    public static Terminal ofProcess(Map<String, String> environment) {
        boolean mayColour =
                !environment.containsKey("NO_COLOR")
                        && !"dumb".equals(environment.getOrDefault("TERM", "dumb"));
        return new Terminal(
                System.out,
                System.err,
                mayColour && Boolean.getBoolean("anneal.tty.out"),
                mayColour && Boolean.getBoolean("anneal.tty.err"),
                Integer.getInteger("anneal.columns", COLUMNS_DEFAULT),
                "");
    }

    /** A terminal that nobody looks at. */
    public static Terminal plain(PrintStream out, PrintStream err) {
        return new Terminal(out, err, false, false, COLUMNS_DEFAULT, "");
    }

    /** The same terminal, all lines of stdout moved to the right. */
    public Terminal indented(String by) {
        return new Terminal(out, err, outIsTerminal, errIsTerminal, columns, indent + by);
    }

    /** Text for stdout, styled if a person looks. */
    public String styled(Style style, String text) {
        return outIsTerminal ? style.ansi(text) : text;
    }

    /** Prints a line to stdout. */
    public void print(String line) {
        out.println(line.isEmpty() ? line : indent + line);
    }

    /** Prints a line to stderr. */
    public void note(String line) {
        err.println(line);
    }
}
