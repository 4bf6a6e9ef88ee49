package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.repair.job.JobState;
import io.annealdb.repair.job.RepairJob;
import java.util.StringJoiner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resets owners of one shard that are behind, before one of them may be a source (repair.md R5).
 */
final class OwnerResets {
    private static final Logger log = LoggerFactory.getLogger(OwnerResets.class);

    private final RingTools tools;
    private final ShardId shard;
    private final RingNotes notes;
    private final StringJoiner done = new StringJoiner("; ");
    private int resets;

    OwnerResets(RingTools tools, ShardId shard, RingNotes notes) {
        this.tools = tools;
        this.shard = shard;
        this.notes = notes;
    }

    /** Whether owners have been reset so often that one more would change nothing. */
    boolean tooMany(Gathering gathering) {
        return resets >= tools.times().hopAttempts() * gathering.owners().owners().size();
    }

    /** Resets the first that is behind. */
    void resetOne(RepairJob job, Standing standing)
            throws OwnerUnavailableException, HopFailedException {
        NodeId owner = standing.behind().get(0);
        ResetOrder order =
                new ResetOrder(
                        job.name(),
                        shard,
                        owner,
                        standing.upToDate(),
                        standing.settled(),
                        job.rate(),
                        tools.times().hopTimeout());
        resets++;
        ResetReport report =
                tools.owners()
                        .reset(
                                order,
                                () ->
                                        tools.journal().currentState(tools.jobId())
                                                != JobState.RUNNING);
        log.info(
                "{}: shard {} at node {} was behind and is reset: {} points dropped",
                job.name(),
                shard,
                owner,
                report.pointsDropped());
        if (report.pointsDropped() > 0) {
            done.add(
                    "%s was behind and dropped %d points that were deleted meanwhile"
                            .formatted(notes.name(owner), report.pointsDropped()));
        }
    }

    /** What the operator should know of them; empty if nothing was dropped. */
    String note() {
        return done.toString();
    }
}
