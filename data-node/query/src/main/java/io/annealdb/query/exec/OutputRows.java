package io.annealdb.query.exec;

import io.annealdb.points.FieldType;
import io.annealdb.query.ast.Fill;
import io.annealdb.query.plan.BoundSelect;

/** Makes rows of the answer. */
final class OutputRows {
    private OutputRows() {}

    /**
     * @param row the values of calls, then of columns
     */
    static Object[] of(BoundSelect bound, long time, Object[] row) {
        Object[] out = new Object[bound.outputs().size() + 1];
        out[0] = time;
        for (int i = 1; i < out.length; i++) {
            Object value = bound.outputs().get(i - 1).of(row);
            boolean number = !(value instanceof Double d) || Double.isFinite(d);
            out[i] = number ? value : null;
        }
        return out;
    }

    /** What stands where a row has no value: null, or the number of fill(). */
    static Object missing(Fill fill, FieldType type) {
        if (!(fill instanceof Fill.Number number)) {
            return null;
        }
        boolean numeric = type != null && type.numeric();
        return numeric ? Values.filled(number.value(), type) : number.value();
    }
}
