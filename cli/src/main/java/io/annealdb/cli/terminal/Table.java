package io.annealdb.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under headings, columns aligned: words to the left, numbers to the right.
 *
 * <pre>
 *   NODE    STATE  HINTS
 *   data-1  alive    0 B
 * </pre>
 */
public final class Table {
    private static final String GAP = "  ";

    /** One cell: its text and how it stands out. */
    public record Cell(String text, Style style) {
        public static Cell of(Object value) {
            return new Cell(String.valueOf(value), Style.PLAIN);
        }
    }

    private record Column(String heading, boolean right) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<List<Cell>> rows = new ArrayList<>();

    /** Adds a column of words. */
    public Table words(String heading) {
        columns.add(new Column(heading, false));
        return this;
    }

    /** Adds a column of numbers. */
    public Table numbers(String heading) {
        columns.add(new Column(heading, true));
        return this;
    }

    /** Adds a row: a {@link Cell} or anything that has a text for each column. */
    public Table row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells in a row of " + columns.size() + " columns");
        }
        List<Cell> row = new ArrayList<>(cells.length);
        for (Object cell : cells) {
            row.add(cell instanceof Cell styled ? styled : Cell.of(cell));
        }
        rows.add(row);
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The lines, headings first; no line ends in blanks. */
    public List<String> lines(Terminal terminal) {
        int[] widths = new int[columns.size()];
        for (int at = 0; at < widths.length; at++) {
            widths[at] = width(columns.get(at).heading());
            for (List<Cell> row : rows) {
                widths[at] = Math.max(widths[at], width(row.get(at).text()));
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(
                line(
                        columns.stream()
                                .map(column -> new Cell(column.heading(), Style.BOLD))
                                .toList(),
                        widths,
                        terminal));
        rows.forEach(row -> lines.add(line(row, widths, terminal)));
        return lines;
    }

    /** Prints it to stdout. */
    public void print(Terminal terminal) {
        lines(terminal).forEach(terminal::print);
    }

    private String line(List<Cell> cells, int[] widths, Terminal terminal) {
        StringBuilder line = new StringBuilder();
        int owed = 0;
        for (int at = 0; at < widths.length; at++) {
            Cell cell = cells.get(at);
            int pad = widths[at] - width(cell.text());
            if (columns.get(at).right()) {
                owed += pad;
                pad = 0;
            }
            if (!cell.text().isEmpty()) {
                line.append(" ".repeat(owed));
                line.append(terminal.styled(cell.style(), cell.text()));
                owed = 0;
            }
            owed += pad + GAP.length();
        }
        return line.toString();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
