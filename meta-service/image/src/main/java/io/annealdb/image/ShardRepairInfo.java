package io.annealdb.image;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import java.util.List;
import java.util.Optional;

/**
 * The ring over one shard.
 *
 * @param start the ring's first node, drawn outside of apply or given by the operator; empty for a
 *     shard without owners
 * @param certified the roots of ALL owners were equal after the ring
 * @param certificateAt R of the certificate that stands beside that, a clock value; 0: none
 * @param finished nothing more is to be done for this shard
 * @param absent owners that did not take part
 * @param plannedRoots hash of the owners' roots in the plan that is to be gone; 0: any will do
 */
public record ShardRepairInfo(
        ShardId shard,
        Optional<NodeId> start,
        List<HopInfo> hops,
        boolean certified,
        long certificateAt,
        boolean finished,
        List<NodeId> absent,
        String note,
        long plannedRoots) {
    public ShardRepairInfo {
        hops = List.copyOf(hops);
        absent = List.copyOf(absent);
    }
}
