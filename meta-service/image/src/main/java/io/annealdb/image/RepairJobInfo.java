package io.annealdb.image;

import io.annealdb.points.ShardId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A repair job: one ring for each of its shards, in order.
 *
 * @param created millis since 1970, like {@code started} and {@code finished}; 0: not yet
 * @param rate bytes of payload a second; 0: unlimited
 * @param gatherBytes of the gathering of roots
 * @param seed of the command that made it: a repeated command makes no second job
 * @param reason why the leader started it; empty for an operator's
 */
public record RepairJobInfo(
        long id,
        RepairState state,
        long created,
        long started,
        long finished,
        List<ShardRepairInfo> shards,
        long rate,
        boolean acceptLoss,
        String failure,
        long gatherBytes,
        long seed,
        RepairKind kind,
        String reason) {
    public RepairJobInfo {
        if (id < 1 || rate < 0) {
            throw new IllegalArgumentException("repair job id=" + id + ", rate=" + rate);
        }
        shards = List.copyOf(shards);
    }

    /** What operators call it. */
    public String name() {
        return "r-" + id;
    }

    /** The number in a job's name; empty if it is none. */
    public static OptionalLong idOf(String name) {
        return name.matches("r-[0-9]{1,18}")
                ? OptionalLong.of(Long.parseLong(name.substring(2)))
                : OptionalLong.empty();
    }

    public Optional<ShardRepairInfo> shard(ShardId shard) {
        return shards.stream().filter(repair -> repair.shard().equals(shard)).findFirst();
    }

    /** Whether it was found that nothing was to be done, and every owner of every shard agreed. */
    boolean foundAllEqual() {
        return shards.stream()
                .allMatch(
                        shard ->
                                shard.certified() && shard.hops().stream().noneMatch(HopInfo::ran));
    }

    RepairJobInfo with(RepairState next, long at, String why) {
        return new RepairJobInfo(
                id,
                next,
                created,
                next == RepairState.RUNNING && started == 0 ? at : started,
                next.ended() ? at : finished,
                shards,
                rate,
                acceptLoss,
                why,
                gatherBytes,
                seed,
                kind,
                reason);
    }

    /** The job with other hops for one of its shards: for a view, nothing is recorded. */
    public RepairJobInfo withHops(ShardId shard, List<HopInfo> hops) {
        return shard(shard)
                .map(
                        old ->
                                with(
                                        new ShardRepairInfo(
                                                shard,
                                                old.start(),
                                                hops,
                                                old.certified(),
                                                old.certificateAt(),
                                                old.finished(),
                                                old.absent(),
                                                old.note()),
                                        gatherBytes))
                .orElse(this);
    }

    RepairJobInfo with(ShardRepairInfo changed, long gathered) {
        return new RepairJobInfo(
                id,
                state,
                created,
                started,
                finished,
                shards.stream()
                        .map(old -> old.shard().equals(changed.shard()) ? changed : old)
                        .toList(),
                rate,
                acceptLoss,
                failure,
                gathered,
                seed,
                kind,
                reason);
    }
}
