package io.annealdb.cli.report;

import io.annealdb.cli.connect.ClusterView;
import io.annealdb.image.PromiseInfo;
import io.annealdb.image.RepairConfig;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.proto.ShardPromiseProto;
import io.annealdb.proto.StatusReply;
import io.annealdb.repair.antientropy.AntiEntropySettings;
import io.annealdb.repair.coordinator.CoordinatorTimes;
import io.annealdb.repair.ring.ConvergenceBound;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What the cluster promises of the time by which replicas are equal.
 *
 * @param equalBy the latest such time of all shards that are known to differ; null if none is, or
 *     nothing is promised
 * @param missed jobs under way and shards whose time has passed
 * @param withinSeconds how long a loss of a shard that is equal now can stand, as long as nothing
 *     else waits; null while background repair may not run
 */
record EqualityBounds(String equalBy, List<String> missed, Long withinSeconds) {
    static EqualityBounds of(ClusterView view, Instant now) {
        long millis = now.toEpochMilli();
        List<RepairJobInfo> jobs =
                view.image().repairs().stream().filter(job -> !job.state().ended()).toList();
        List<ShardPromiseProto> waiting =
                view.meta().map(StatusReply::getDifferingList).orElse(List.of());
        long latest =
                LongStream.concat(
                                jobs.stream()
                                        .flatMap(job -> job.promise().stream())
                                        .mapToLong(PromiseInfo::by),
                                waiting.stream().mapToLong(ShardPromiseProto::getEqualBy))
                        .max()
                        .orElse(0);
        return new EqualityBounds(
                Json.timeOfMillis(latest),
                Stream.concat(
                                jobs.stream()
                                        .filter(job -> job.missedItsPromise(millis))
                                        .map(RepairJobInfo::name),
                                waiting.stream()
                                        .filter(shard -> shard.getEqualBy() < millis)
                                        .map(shard -> "shard " + shard.getShardId()))
                        .toList(),
                backgroundRuns(view, now) ? within(view).toSeconds() : null);
    }

    private static boolean backgroundRuns(ClusterView view, Instant now) {
        boolean led = view.meta().filter(meta -> !meta.getLeader().isEmpty()).isPresent();
        return led && view.image().repairConfig().mayRun(now);
    }

    /** Of the shard that takes longest: seen at the next look, believed at the one after. */
    private static Duration within(ClusterView view) {
        RepairConfig config = view.image().repairConfig();
        Duration noticed =
                Duration.ofMillis(config.checkIntervalMillis()).plus(AntiEntropySettings.STANDING);
        return ShardCopies.of(view).stream()
                .map(
                        shard ->
                                new ConvergenceBound(
                                                noticed,
                                                Duration.ZERO,
                                                shard.place().shard().owners().size(),
                                                shard.copies().stream()
                                                        .mapToLong(ShardCopies.Copy::bytes)
                                                        .max()
                                                        .orElse(0),
                                                config.rate(),
                                                CoordinatorTimes.DEFAULT.hopTimeout())
                                        .latest())
                .max(Duration::compareTo)
                .orElse(noticed);
    }
}
