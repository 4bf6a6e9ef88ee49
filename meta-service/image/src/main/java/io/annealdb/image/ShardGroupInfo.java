package io.annealdb.image;

import com.dynatrace.hash4j.hashing.Hashing;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.TimeRange;
import java.util.List;

/**
 * A slice of a policy's time, and the shards that share its series. The shards never change their
 * number or order.
 */
public record ShardGroupInfo(long id, TimeRange range, List<ShardInfo> shards) {
    public ShardGroupInfo {
        shards = List.copyOf(shards);
        if (id < 1 || shards.isEmpty()) {
            throw new IllegalArgumentException("shard group " + id + " of " + shards.size());
        }
    }

    /**
     * The shard of a series: XXH3 (64 bits, seed 0) of its canonical bytes, unsigned, modulo the
     * number of shards. Stored data depends on it: it never changes.
     */
    public ShardInfo shardFor(SeriesKey series) {
        if (shards.size() == 1) {
            return shards.get(0);
        }
        long hash = Hashing.xxh3_64().hashBytesToLong(series.bytes());
        return shards.get((int) Long.remainderUnsigned(hash, shards.size()));
    }
}
