package io.annealdb.cli.demo;

import io.annealdb.cli.terminal.ProgressLines;
import io.annealdb.cli.terminal.Style;
import io.annealdb.cli.terminal.Terminal;
import io.annealdb.cli.terminal.Units;
import java.util.List;
import java.util.function.LongConsumer;

/** How the demo speaks: numbered scenes, indented lines, a bar for what takes a while. */
final class Stage {
    private static final String INDENT = "   ";
    private static final int CELLS = 30;

    private final Terminal terminal;
    private final Terminal indented;
    private int scene;

    Stage(Terminal terminal) {
        this.terminal = terminal;
        this.indented = terminal.indented(INDENT);
    }

    /** For what prints by itself. */
    Terminal terminal() {
        return indented;
    }

    void scene(String title) {
        scene++;
        terminal.print("");
        terminal.print(
                terminal.styled(Style.ACCENT, Integer.toString(scene))
                        + "  "
                        + terminal.styled(Style.BOLD, title));
    }

    void say(String line) {
        indented.print(line);
    }

    void say(Style style, String line) {
        indented.print(terminal.styled(style, line));
    }

    /** A bar that goes away when it is full. */
    LongConsumer progress(long total, String what) {
        ProgressLines lines = new ProgressLines(terminal);
        return done ->
                lines.draw(
                        done >= total
                                ? List.of()
                                : List.of(
                                        INDENT
                                                + lines.styled(
                                                        Style.ACCENT,
                                                        ProgressLines.bar(
                                                                (double) done / total, CELLS))
                                                + "  "
                                                + Units.count(done)
                                                + " of "
                                                + Units.count(total)
                                                + " "
                                                + what));
    }
}
