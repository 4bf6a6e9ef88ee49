package io.annealdb.cli.simulator;

import io.annealdb.data.peer.PeerException;
import io.annealdb.data.peer.RefusedException;
import io.annealdb.data.write.Consistency;
import io.annealdb.image.ShardPlace;
import io.annealdb.points.FieldValue;
import io.annealdb.points.ShardId;
import io.annealdb.query.QueryException;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;

/**
 * Reads in the middle of it all. An answer that calls itself complete, and a copy that lets itself
 * be read, must hold what they cannot lack (repair.md O2, O3); to refuse is always allowed.
 */
final class Reader {
    /** By then each owner has what was acknowledged, or its coordinator a hint for it. */
    private static final long HINTED_WITHIN = Duration.ofSeconds(12).toNanos();

    private final SimulatedCluster cluster;

    Reader(SimulatedCluster cluster) {
        this.cluster = cluster;
    }

    /** A query through a node: what all owners had stored must show. */
    void query(SimulatedNode node) {
        node.life()
                .run(
                        "query",
                        () -> {
                            try {
                                SortedMap<Place, FieldValue> shown =
                                        ClusterQuery.everything(cluster, node);
                                if (node.up()) {
                                    judge(
                                            "a query through " + node,
                                            node,
                                            shown,
                                            home -> true,
                                            Reader::atAllOwners);
                                }
                            } catch (QueryException | PeerException | RefusedException e) {
                                cluster.world.note("query through " + node + ": " + e);
                            }
                        });
    }

    private static boolean atAllOwners(Operation operation) {
        return operation instanceof Operation.Write write && write.level == Consistency.ALL;
    }

    /**
     * A node that has just started, in calm weather: what it missed while it was down waits as a
     * hint, and until it knows of none, it must not let its copies be read.
     */
    void readCopies(SimulatedNode node) {
        for (ShardPlace place : cluster.image().shardsOf(node.id())) {
            ShardId shard = place.shard().id();
            try {
                SortedMap<Place, FieldValue> shown = Contents.ifWhole(node, shard);
                judge("O3: " + node, node, shown, shard::equals, this::hinted);
            } catch (RefusedException e) {
                cluster.world.note(node + " does not let itself be read: " + e.getMessage());
            }
        }
    }

    /** Whether an owner that missed it can only lack it while a hint waits for that owner. */
    private boolean hinted(Operation operation) {
        SimulatedNode coordinator = cluster.nodes.get(operation.coordinator);
        return operation.acknowledgedAt() + HINTED_WITHIN < cluster.world.events.now()
                && coordinator.wellSince(operation.acknowledgedAt() - HINTED_WITHIN)
                && !mayWaitForItsGroup(operation)
                && !cluster.world.faults.contains(Fault.DEBT_NOTED)
                && !cluster.world.faults.contains(Fault.DISK_FULL);
    }

    /** Without meta nobody knows yet whose hint it will be. */
    private boolean mayWaitForItsGroup(Operation operation) {
        return operation instanceof Operation.Write write
                && write.level == Consistency.ANY
                && (cluster.world.faults.contains(Fault.META_AWAY)
                        || cluster.world.faults.contains(Fault.META_UNREACHABLE));
    }

    private void judge(
            String who,
            SimulatedNode node,
            SortedMap<Place, FieldValue> shown,
            Predicate<ShardId> read,
            Predicate<Operation> surely) {
        for (Place place : cluster.ledger.places()) {
            Optional<Ledger.Home> home = cluster.home(place);
            boolean judged =
                    home.isPresent()
                            && read.test(home.get().shard())
                            && !cluster.putBack.contains(home.get().shard())
                            && node.parts().image().shard(home.get().shard()).isPresent();
            if (judged) {
                Optional<FieldValue> value = Optional.ofNullable(shown.get(place));
                cluster.ledger
                        .wrong(place, home.get(), value, surely)
                        .ifPresent(
                                wrong -> {
                                    throw new BrokenInvariant(who + ": " + wrong);
                                });
            }
        }
    }
}
