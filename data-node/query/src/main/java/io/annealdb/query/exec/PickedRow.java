package io.annealdb.query.exec;

import io.annealdb.points.SeriesColumns;
import io.annealdb.query.plan.ColumnRef;
import java.util.List;

/** Reads the columns that stand beside a selector, at the row that it picks. */
record PickedRow(List<ColumnRef> columns, int firstColumn) {
    PickedRow {
        columns = List.copyOf(columns);
    }

    /** The values, in order of the columns; null if no column is wanted. */
    Object[] at(SeriesColumns run, int row) {
        if (columns.isEmpty()) {
            return null;
        }
        Object[] out = new Object[columns.size()];
        int column = firstColumn;
        for (int i = 0; i < out.length; i++) {
            ColumnRef ref = columns.get(i);
            if (ref.field()) {
                out[i] = Values.of(run.columns()[column++], row);
            } else if (ref.tag()) {
                String tag = run.series().tag(ref.name());
                out[i] = tag.isEmpty() ? null : tag;
            }
        }
        return out;
    }
}
