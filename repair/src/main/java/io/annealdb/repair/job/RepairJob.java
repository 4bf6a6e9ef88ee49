package io.annealdb.repair.job;

import io.annealdb.points.ShardId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A repair job as the Raft log keeps it.
 *
 * @param id counts jobs from 1; {@link #name()} is what people see
 * @param started empty until a coordinator has taken it up
 * @param finished empty until it has ended
 * @param rate bytes of payload a second; 0: unlimited
 * @param acceptLoss shards that no owner holds whole are served as they are
 * @param failure what stopped it, for the operator; empty unless failed
 * @param gatherBytes messages in which roots were gathered
 * @param promise the latest time of equality; empty before it is known that owners differ
 */
public record RepairJob(
        long id,
        JobState state,
        Instant created,
        Optional<Instant> started,
        Optional<Instant> finished,
        List<ShardRepair> shards,
        long rate,
        boolean acceptLoss,
        String failure,
        long gatherBytes,
        Optional<Promise> promise) {
    public RepairJob {
        if (id < 1 || rate < 0 || gatherBytes < 0) {
            throw new IllegalArgumentException(
                    "repair job id=" + id + ", rate=" + rate + ", gather bytes=" + gatherBytes);
        }
        shards = List.copyOf(shards);
    }

    public static RepairJob queued(
            long id, Instant created, List<ShardRepair> shards, long rate, boolean acceptLoss) {
        return new RepairJob(
                id,
                JobState.QUEUED,
                created,
                Optional.empty(),
                Optional.empty(),
                shards,
                rate,
                acceptLoss,
                "",
                0,
                Optional.empty());
    }

    /** {@code r-1}: the name in the report, in orders to data nodes and on the command line. */
    public String name() {
        return "r-" + id;
    }

    /**
     * The one door between states.
     *
     * @throws IllegalStateException if no arrow of {@link JobState} leads there
     */
    public RepairJob transitionTo(JobState target, Instant now, String why) {
        if (!state.mayBecome(target)) {
            throw new IllegalStateException(
                    "repair %s is %s and cannot become %s".formatted(name(), state, target));
        }
        return new RepairJob(
                id,
                target,
                created,
                target == JobState.RUNNING ? Optional.of(started.orElse(now)) : started,
                target.ended() ? Optional.of(now) : finished,
                shards,
                rate,
                acceptLoss,
                why,
                gatherBytes,
                target == JobState.PAUSED ? promise.map(Promise::lapsed) : promise);
    }

    /**
     * The job with what became of one of its shards; a shard that is not of the job changes none.
     */
    public RepairJob recorded(ShardRepair shard, long totalGatherBytes) {
        return new RepairJob(
                id,
                state,
                created,
                started,
                finished,
                shards.stream().map(s -> s.shard().equals(shard.shard()) ? shard : s).toList(),
                rate,
                acceptLoss,
                failure,
                Math.max(gatherBytes, totalGatherBytes),
                promise);
    }

    /** The job with a latest time of equality. */
    public RepairJob promised(Promise latest) {
        return new RepairJob(
                id,
                state,
                created,
                started,
                finished,
                shards,
                rate,
                acceptLoss,
                failure,
                gatherBytes,
                Optional.of(latest));
    }

    public Optional<ShardRepair> shard(ShardId id) {
        return shards.stream().filter(shard -> shard.shard().equals(id)).findFirst();
    }

    /** Whether every owner of every shard was found equal. */
    public boolean certified() {
        return shards.stream().allMatch(ShardRepair::certified);
    }
}
