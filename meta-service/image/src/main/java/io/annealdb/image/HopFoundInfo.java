package io.annealdb.image;

/**
 * What the comparison of a hop has found: rows of which the successor lacked a value, the values
 * lacking, rows that it held in a lower version, delete records that one of the two lacked.
 */
public record HopFoundInfo(long missingPoints, long missingValues, long stalePoints, long deletes) {
    public static final HopFoundInfo NOTHING = new HopFoundInfo(0, 0, 0, 0);
}
