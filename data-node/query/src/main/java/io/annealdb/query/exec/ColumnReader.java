package io.annealdb.query.exec;

import io.annealdb.points.FieldType;
import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesColumns.Column;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the columns of a scan into the columns that are wanted, each in the type it is wanted in:
 * numbers are cast, values of other types are left out.
 */
final class ColumnReader {
    /** A field, and the type to read it as. */
    record Wanted(String name, FieldType type) {}

    private static final Column MISSING = new Column(null, new long[0], null, null);

    private final List<Wanted> wanted;
    private final List<String> scanned;

    /**
     * @param existing the fields that the measurement has: others are not asked for
     */
    ColumnReader(List<Wanted> wanted, java.util.Set<String> existing) {
        this.wanted = List.copyOf(wanted);
        this.scanned =
                wanted.stream().map(Wanted::name).filter(existing::contains).distinct().toList();
    }

    /** The fields to scan. */
    List<String> scanned() {
        return scanned;
    }

    SeriesColumns read(SeriesColumns scan) {
        List<Column> columns = new ArrayList<>(wanted.size());
        for (Wanted each : wanted) {
            int at = scanned.indexOf(each.name());
            columns.add(at < 0 ? MISSING : cast(scan.columns()[at], each.type(), scan.size()));
        }
        return new SeriesColumns(scan.series(), scan.times(), columns.toArray(Column[]::new));
    }

    private static Column cast(Column column, FieldType type, int rows) {
        if (column.type() == null || column.type() == type) {
            return column;
        }
        if (type == null || !column.type().numeric() || !type.numeric()) {
            return MISSING;
        }
        boolean toFloat = type == FieldType.FLOAT;
        boolean fromFloat = column.type() == FieldType.FLOAT;
        if (!toFloat && !fromFloat) {
            return new Column(type, column.bits(), column.present(), null);
        }
        long[] bits = new long[rows];
        for (int row = 0; row < rows; row++) {
            long from = column.bits()[row];
            bits[row] =
                    toFloat
                            ? Double.doubleToRawLongBits((double) from)
                            : (long) Double.longBitsToDouble(from);
        }
        return new Column(type, bits, column.present(), null);
    }
}
