package io.annealdb.points;

/** The number of a shard, unique in the cluster and never used again. */
public record ShardId(long value) implements Comparable<ShardId> {
    public ShardId {
        if (value < 1) {
            throw new IllegalArgumentException("shard id must be positive: " + value);
        }
    }

    @Override
    public int compareTo(ShardId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
