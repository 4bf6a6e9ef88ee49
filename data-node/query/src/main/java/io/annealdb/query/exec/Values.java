package io.annealdb.query.exec;

import io.annealdb.points.FieldType;
import io.annealdb.points.SeriesColumns.Column;
import java.nio.charset.StandardCharsets;

/** Values of columns as an answer shows them: Long, Double, Boolean, String, or null. */
final class Values {
    private Values() {}

    static Object of(Column column, int row) {
        return column.has(row) ? of(column.type(), column.bits()[row], column.texts()) : null;
    }

    /**
     * @param texts of the column the bits are from; null unless it holds strings
     */
    static Object of(FieldType type, long bits, byte[][] texts) {
        return switch (type) {
            case FLOAT -> Double.longBitsToDouble(bits);
            case INTEGER, UNSIGNED -> bits;
            case BOOLEAN -> bits != 0;
            case STRING -> new String(texts[(int) bits], StandardCharsets.UTF_8);
        };
    }

    /** A fill value in the type of its column: numbers are converted, others get an empty value. */
    static Object filled(Number value, FieldType type) {
        if (type == null) {
            return value;
        }
        return switch (type) {
            case FLOAT -> value.doubleValue();
            case INTEGER, UNSIGNED -> value.longValue();
            case BOOLEAN -> false;
            case STRING -> "";
        };
    }
}
