package io.annealdb.cli.simulator;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.proto.HeartbeatRequest;
import io.annealdb.proto.HintQueueProto;
import io.annealdb.proto.ShardRootProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What must hold all the time, seen from what nodes say each second: no hint queue grows beyond its
 * bound, no clock runs away, and no shard is damaged or missing but those that were taken away.
 */
final class HeartbeatWatch {
    private static final long CLOCK_AHEAD_MAX = 60_000;

    private final SimulatedCluster cluster;
    private final World world;
    private final long hintBytesMax;
    private final Set<String> seen = new HashSet<>();

    /** The latest that each node's wall clock has shown, ms. */
    private final Map<NodeId, Long> walls = new HashMap<>();

    HeartbeatWatch(SimulatedCluster cluster, long hintBytesMax) {
        this.cluster = cluster;
        this.world = cluster.world;
        this.hintBytesMax = hintBytesMax;
    }

    void heard(SimulatedNode node, HeartbeatRequest beat) {
        checkClock(node);
        for (HintQueueProto queue : beat.getHintsList()) {
            if (queue.getBytes() > hintBytesMax) {
                throw new BrokenInvariant(
                        "%s holds %d bytes of hints for node %d, more than %d"
                                .formatted(
                                        node, queue.getBytes(), queue.getForNode(), hintBytesMax));
            }
        }
        boolean fromThePast = world.faults.contains(Fault.OLD_BACKUP);
        if (!fromThePast && beat.getHintsList().stream().anyMatch(q -> q.getAsideBytes() > 0)) {
            throw new BrokenInvariant("R1: " + node + " has a hint at or below R: " + beat);
        }
        for (ShardRootProto shard : beat.getTroubledList()) {
            // A shard may be placed on an emptied node before it has said that it is one.
            boolean taken =
                    cluster.lostShards.contains(new ShardId(shard.getShardId()))
                            || cluster.emptied.contains(node.id());
            if (!taken) {
                throw new BrokenInvariant(node + " has a shard in trouble for no reason: " + shard);
            }
        }
        beat.getDebtsList()
                .forEach(debt -> count(Fault.DEBT_NOTED, node, debt.getShardId() + debt.getWhy()));
        if (!beat.getClockTrouble().isEmpty()) {
            count(Fault.CLOCK_REFUSED, node, beat.getClockTrouble().substring(0, 10));
        }
    }

    /** No clock runs away: 60 s ahead of its wall, and a second a start, is the most (S2). */
    private void checkClock(SimulatedNode node) {
        long wall = walls.merge(node.id(), node.clock().millis(), Math::max);
        long most = wall + CLOCK_AHEAD_MAX + 1_000L * (2 + node.starts());
        long clock = node.life().identity.outgoing().getClock() >>> 16;
        if (clock > most) {
            throw new BrokenInvariant(
                    "S2: the clock of %s is %d ms ahead of the latest wall"
                            .formatted(node, clock - wall));
        }
    }

    private void count(Fault fault, SimulatedNode node, String what) {
        if (seen.add(fault + node.toString() + what)) {
            world.struck(fault, node + " " + what);
        }
    }
}
