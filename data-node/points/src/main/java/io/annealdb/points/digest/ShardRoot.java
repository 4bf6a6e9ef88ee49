package io.annealdb.points.digest;

/**
 * What a whole shard comes to: equal roots mean equal content, stamps and deletes, but for a chance
 * of 2^-64 a pair.
 *
 * @param content sum over all values
 * @param deletes the sum T over all delete records
 */
public record ShardRoot(CellDigest content, long deletes) {
    public static final ShardRoot EMPTY = new ShardRoot(CellDigest.EMPTY, 0);

    /** 32 hex digits for people and scripts; equal exactly when the roots are. */
    public String hex() {
        long upper =
                ItemHash.mix(content.low() + ItemHash.mix(content.version() + content.values()));
        long lower = ItemHash.mix(content.high() + ItemHash.mix(deletes + content.version()));
        return String.format("%016x%016x", upper, lower);
    }
}
