package io.annealdb.query.exec;

import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesColumns.Column;

/** Parts of runs. */
final class Runs {
    private Runs() {}

    /** The rows at some places, in that order; tables of texts are shared. */
    static SeriesColumns rows(SeriesColumns run, int[] places, int count) {
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            times[i] = run.times()[places[i]];
        }
        Column[] columns = new Column[run.columns().length];
        for (int c = 0; c < columns.length; c++) {
            columns[c] = rows(run.columns()[c], places, count);
        }
        return new SeriesColumns(run.series(), times, columns);
    }

    private static Column rows(Column column, int[] places, int count) {
        if (column.type() == null) {
            return column;
        }
        long[] bits = new long[count];
        boolean[] present = column.present() == null ? null : new boolean[count];
        for (int i = 0; i < count; i++) {
            bits[i] = column.bits()[places[i]];
            if (present != null) {
                present[i] = column.present()[places[i]];
            }
        }
        return new Column(column.type(), bits, present, column.texts());
    }
}
