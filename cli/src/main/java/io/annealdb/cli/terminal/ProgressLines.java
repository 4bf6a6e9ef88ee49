package io.annealdb.cli.terminal;

import java.util.List;

/**
 * A few lines on stderr that are drawn again and again in place, such as one bar a hop. Draws
 * nothing where stderr is no terminal. One thread uses it.
 */
public final class ProgressLines {
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private final Terminal terminal;
    private int drawn;

    public ProgressLines(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Replaces what was drawn before. */
    public void draw(List<String> lines) {
        if (!terminal.errIsTerminal()) {
            return;
        }
        StringBuilder frame = new StringBuilder();
        if (drawn > 0) {
            frame.append("\u001b[").append(drawn).append('A');
        }
        for (String line : lines) {
            frame.append("\u001b[2K").append(line).append('\n');
        }
        for (int at = lines.size(); at < drawn; at++) {
            frame.append("\u001b[2K\n");
        }
        if (drawn > lines.size()) {
            frame.append("\u001b[").append(drawn - lines.size()).append('A');
        }
        drawn = lines.size();
        terminal.err().print(frame);
        terminal.err().flush();
    }

    /** Styles text for these lines. */
    public String styled(Style style, String text) {
        return terminal.errIsTerminal() ? style.ansi(text) : text;
    }

    /**
     * A bar of so many cells, filled to an eighth of a cell.
     *
     * @param fraction what is done, cut to [0, 1]
     */
    public static String bar(double fraction, int cells) {
        double whole = Double.isNaN(fraction) ? 0 : Math.min(1, Math.max(0, fraction));
        int eighths = (int) Math.round(whole * cells * 8);
        StringBuilder bar = new StringBuilder("█".repeat(eighths / 8));
        if (eighths % 8 > 0) {
            bar.append(EIGHTHS.charAt(eighths % 8));
        }
        return bar + "·".repeat(cells - bar.length());
    }
}
