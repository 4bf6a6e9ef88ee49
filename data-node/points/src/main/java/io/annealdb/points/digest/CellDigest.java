package io.annealdb.points.digest;

/**
 * A sum over values: of a cell, a row or column of cells, a series in a window, or a whole shard.
 *
 * @param low lower half of the content sum V
 * @param high upper half of V
 * @param version the sum X over content and stamp
 * @param values how many values were added
 */
public record CellDigest(long low, long high, long version, long values) {
    public static final CellDigest EMPTY = new CellDigest(0, 0, 0, 0);

    public CellDigest plus(CellDigest other) {
        return new CellDigest(
                low + other.low, high + other.high, version + other.version, values + other.values);
    }

    /** Both sums folded into 64 bits, for messages that compare many. */
    public long folded() {
        return ItemHash.mix(ItemHash.mix(ItemHash.mix(low) + high) + version) + values;
    }
}
