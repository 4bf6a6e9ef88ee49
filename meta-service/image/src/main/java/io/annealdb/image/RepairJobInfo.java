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
 * @param promise the latest time of equality; empty before it is known that owners differ
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
        String reason,
        Optional<PromiseInfo> promise) {
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
                reason,
                next == RepairState.PAUSED ? promise.map(PromiseInfo::lapsed) : promise);
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
                                                old.note(),
                                                old.plannedRoots()),
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
                reason,
                promise);
    }

    RepairJobInfo with(PromiseInfo latest) {
        return new RepairJobInfo(
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
                seed,
                kind,
                reason,
                Optional.of(latest));
    }

    /**
     * Whether the latest time of equality has passed before the owners were equal. One that ended
     * otherwise has not made them so by then either; a cancelled one was not let.
     *
     * @param nowMillis since 1970
     */
    public boolean missedItsPromise(long nowMillis) {
        if (promise.isEmpty() || promise.get().by() == 0 || state == RepairState.CANCELLED) {
            return false;
        }
        boolean kept =
                state == RepairState.DONE
                        && shards.stream()
                                .allMatch(each -> each.certified() || !each.absent().isEmpty());
        return (kept ? finished : nowMillis) > promise.get().by();
    }
}
