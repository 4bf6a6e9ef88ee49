package io.annealdb.points;

import java.nio.charset.StandardCharsets;

/**
 * A run of points of one series as a read sees them: merged by stamp, deletes applied, one row a
 * timestamp. {@code columns} stand in the order in which the fields were asked for.
 *
 * @param times ns, strictly ascending or strictly descending as asked
 */
public record SeriesColumns(SeriesKey series, long[] times, Column[] columns) {
    /**
     * The values of one field.
     *
     * @param type the type that a read takes here, null if the field has no value in this run
     * @param bits as in {@link Rows}; for a string an index into texts
     * @param present which rows have a value; null if all have
     * @param texts UTF-8 bytes of strings; null for other types
     */
    public record Column(FieldType type, long[] bits, boolean[] present, byte[][] texts) {
        public boolean has(int row) {
            return type != null && (present == null || present[row]);
        }

        public FieldValue value(int row) {
            return switch (type) {
                case FLOAT -> new FieldValue.FloatValue(Double.longBitsToDouble(bits[row]));
                case INTEGER, UNSIGNED -> new FieldValue.IntegerValue(bits[row]);
                case BOOLEAN -> new FieldValue.BooleanValue(bits[row] != 0);
                case STRING ->
                        new FieldValue.StringValue(
                                new String(texts[(int) bits[row]], StandardCharsets.UTF_8));
            };
        }
    }

    public int size() {
        return times.length;
    }
}
