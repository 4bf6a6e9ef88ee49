package io.annealdb.repair.job;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import java.util.List;
import java.util.Optional;

/**
 * What the repair of one shard has come to.
 *
 * @param start where the ring begins, drawn when the job was made or given by the operator; empty
 *     means the first owner
 * @param hops in the order in which they are gone; after a restart of the ring the hops gone before
 *     stand in front of the new plan
 * @param certified roots gathered from all owners were equal after the last hop
 * @param certificateAt R of the certificate that stands beside that, a clock value; 0: none
 * @param finished nothing is left to do for this shard in this job
 * @param absent owners that did not answer when the roots were gathered
 * @param note what an operator should know; else empty
 * @param plannedRoots the roots' hash of the plan that the operator has asked for: the ring begins
 *     on these or not at all; 0: no plan
 */
public record ShardRepair(
        ShardId shard,
        Optional<NodeId> start,
        List<HopReport> hops,
        boolean certified,
        long certificateAt,
        boolean finished,
        List<NodeId> absent,
        String note,
        long plannedRoots) {
    public ShardRepair {
        hops = List.copyOf(hops);
        absent = absent.stream().sorted().toList();
        if (certified && !finished) {
            throw new IllegalArgumentException("shard " + shard + " certified before its end");
        }
        if (certificateAt != 0 && !certified) {
            throw new IllegalArgumentException(
                    "shard " + shard + ": a certificate of unequal owners");
        }
    }

    public static ShardRepair queued(ShardId shard, Optional<NodeId> start) {
        return new ShardRepair(shard, start, List.of(), false, 0, false, List.of(), "", 0);
    }

    /** Whether the last ring was gone to its end, whatever the roots were then. */
    public boolean ringClosed() {
        return !hops.isEmpty() && hops.get(hops.size() - 1).phase().finished();
    }

    /**
     * Whether this shard makes its job fail: no hop was possible, or one could not be brought to
     * its end, although every owner answered.
     */
    public boolean failed() {
        return finished && !certified && absent.isEmpty() && !ringClosed();
    }

    public ShardRepair withHops(List<HopReport> replaced) {
        return new ShardRepair(
                shard,
                start,
                replaced,
                certified,
                certificateAt,
                finished,
                absent,
                note,
                plannedRoots);
    }

    public ShardRepair withAbsent(List<NodeId> away) {
        return new ShardRepair(
                shard, start, hops, certified, certificateAt, finished, away, note, plannedRoots);
    }

    /** All owners were equal at the end; a note says why no certificate stands beside that. */
    public ShardRepair certified(long at, String why) {
        return new ShardRepair(shard, start, hops, true, at, true, absent, why, plannedRoots);
    }

    /** With one note more. */
    public ShardRepair noted(String more) {
        String all = note.isEmpty() || more.isEmpty() ? note + more : note + "; " + more;
        return new ShardRepair(
                shard, start, hops, certified, certificateAt, finished, absent, all, plannedRoots);
    }

    public ShardRepair endedUncertified(String why) {
        return new ShardRepair(shard, start, hops, false, 0, true, absent, why, plannedRoots);
    }
}
