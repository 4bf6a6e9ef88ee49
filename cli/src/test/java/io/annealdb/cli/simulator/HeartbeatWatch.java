package io.annealdb.cli.simulator;

import io.annealdb.points.ShardId;
import io.annealdb.proto.HeartbeatRequest;
import io.annealdb.proto.HintQueueProto;
import io.annealdb.proto.ShardRootProto;
import java.util.HashSet;
import java.util.Set;

/**
 * What must hold all the time, seen from what nodes say each second: no hint queue grows beyond its
 * bound, and no shard is damaged or missing but those that were taken away.
 */
final class HeartbeatWatch {
    private final SimulatedCluster cluster;
    private final World world;
    private final long hintBytesMax;
    private final Set<String> seen = new HashSet<>();

    HeartbeatWatch(SimulatedCluster cluster, long hintBytesMax) {
        this.cluster = cluster;
        this.world = cluster.world;
        this.hintBytesMax = hintBytesMax;
    }

    void heard(SimulatedNode node, HeartbeatRequest beat) {
        for (HintQueueProto queue : beat.getHintsList()) {
            if (queue.getBytes() > hintBytesMax) {
                throw new AssertionError(
                        "%s holds %d bytes of hints for node %d, more than %d"
                                .formatted(
                                        node, queue.getBytes(), queue.getForNode(), hintBytesMax));
            }
        }
        for (ShardRootProto shard : beat.getTroubledList()) {
            // A shard may be placed on an emptied node before it has said that it is one.
            boolean taken =
                    cluster.lostShards.contains(new ShardId(shard.getShardId()))
                            || cluster.emptied.contains(node.id());
            if (!taken) {
                throw new AssertionError(node + " has a shard in trouble for no reason: " + shard);
            }
        }
        beat.getDebtsList()
                .forEach(debt -> count(Fault.DEBT_NOTED, node, debt.getShardId() + debt.getWhy()));
        if (!beat.getClockTrouble().isEmpty()) {
            count(Fault.CLOCK_REFUSED, node, beat.getClockTrouble().substring(0, 10));
        }
    }

    private void count(Fault fault, SimulatedNode node, String what) {
        if (seen.add(fault + node.toString() + what)) {
            world.struck(fault, node + " " + what);
        }
    }
}
