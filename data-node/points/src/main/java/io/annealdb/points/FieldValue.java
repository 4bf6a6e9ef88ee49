package io.annealdb.points;

/** One value of a field, for the edges; the hot paths keep values as the bits in {@link Rows}. */
public sealed interface FieldValue {
    record FloatValue(double value) implements FieldValue {}

    record IntegerValue(long value) implements FieldValue {}

    record StringValue(String value) implements FieldValue {}

    record BooleanValue(boolean value) implements FieldValue {}

    default FieldType type() {
        if (this instanceof FloatValue) {
            return FieldType.FLOAT;
        }
        if (this instanceof IntegerValue) {
            return FieldType.INTEGER;
        }
        return this instanceof StringValue ? FieldType.STRING : FieldType.BOOLEAN;
    }
}
