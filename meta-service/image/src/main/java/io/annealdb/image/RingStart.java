package io.annealdb.image;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.digest.ItemHash;
import java.util.List;

/** Where the ring over a shard begins if nobody has said where. */
public final class RingStart {
    private RingStart() {}

    /**
     * A draw chooses; the shard's number sees to it that the rings of a job start apart.
     *
     * @param owners of the shard, sorted; at least one
     */
    public static NodeId drawn(List<NodeId> owners, ShardId shard, long draw) {
        long mixed = ItemHash.mix(draw + shard.value() * 0x9E3779B97F4A7C15L);
        return owners.get((int) Long.remainderUnsigned(mixed, owners.size()));
    }
}
