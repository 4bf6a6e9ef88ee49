package io.annealdb.repair.preview;

import io.annealdb.points.FieldType;
import io.annealdb.points.Rows;
import io.annealdb.points.Stamp;
import java.util.Arrays;

/**
 * A value that an owner holds, as repair weighs it (repair.md S4): the higher stamp wins; under
 * equal stamps the higher bits, or the higher bytes of a string.
 *
 * @param text the bytes of a string; null for other types, whose value is the bits
 */
record Version(Stamp stamp, FieldType type, long bits, byte[] text) {
    static Version of(Rows rows, int row, int column) {
        FieldType type = rows.shape(row).type(column);
        long bits = rows.bits(row, column);
        boolean string = type == FieldType.STRING;
        return new Version(
                rows.stamp(row), type, string ? 0 : bits, string ? rows.text(bits) : null);
    }

    boolean sameContent(Version other) {
        return bits == other.bits && Arrays.equals(text, other.text);
    }

    /** Whether a hop sends this to a successor that holds the other, or nothing. */
    boolean isSentTo(Version theirs) {
        if (theirs == null) {
            return true;
        }
        int byStamp = stamp.compareTo(theirs.stamp);
        return byStamp > 0 || byStamp == 0 && !sameContent(theirs);
    }

    /** Which of the two counts. */
    static Version winner(Version one, Version other) {
        int byStamp = one.stamp.compareTo(other.stamp);
        if (byStamp != 0) {
            return byStamp > 0 ? one : other;
        }
        int byContent =
                one.text == null
                        ? Long.compareUnsigned(one.bits, other.bits)
                        : Arrays.compareUnsigned(one.text, other.text);
        return byContent >= 0 ? one : other;
    }

    /** As a person reads it. */
    Object value() {
        return switch (type) {
            case FLOAT -> Double.longBitsToDouble(bits);
            case INTEGER -> bits;
            case UNSIGNED -> Long.toUnsignedString(bits);
            case BOOLEAN -> bits != 0;
            case STRING -> new String(text, java.nio.charset.StandardCharsets.UTF_8);
        };
    }
}
