package io.annealdb.points;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What a batch says, a line a row, exact to the bit, so that batches can be compared and read. */
public final class RowLines {
    private RowLines() {}

    public static List<String> of(Rows rows) {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            lines.add(of(rows, row));
        }
        return lines;
    }

    private static String of(Rows rows, int row) {
        StringBuilder out = new StringBuilder();
        out.append(rows.series(row)).append(' ').append(rows.time(row));
        out.append(' ').append(rows.stamp(row));
        for (int column = 0; column < rows.shape(row).size(); column++) {
            long bits = rows.bits(row, column);
            FieldType type = rows.shape(row).type(column);
            out.append(' ').append(rows.shape(row).name(column)).append(':').append(type);
            out.append('=');
            out.append(
                    type == FieldType.STRING
                            ? HexFormat.of().formatHex(rows.text(bits))
                            : Long.toHexString(bits));
        }
        return out.toString();
    }
}
