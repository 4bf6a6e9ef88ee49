package io.annealdb.cli.report;

import io.annealdb.cli.connect.ClusterView;
import io.annealdb.cli.report.ShardCopies.Health;
import io.annealdb.image.MetaNodeInfo;
import io.annealdb.image.PromiseInfo;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.proto.StatusReply;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * How the cluster is.
 *
 * @param equalBy the latest promised time of equality of shards that are known to differ; null if
 *     none is, or nothing is promised
 * @param boundsMissed repairs under way and shards whose promised time has passed
 * @param lossHealedWithinSeconds how long a loss can stand from now on, as long as the owners live
 *     and nothing else waits; null while background repair may not run
 */
public record StatusReport(
        Meta meta,
        List<NodeReport> nodes,
        Shards shards,
        List<RunningRepair> repairs,
        String equalBy,
        List<String> boundsMissed,
        Long lossHealedWithinSeconds) {
    /**
     * @param leader null while there is none, or no meta node was asked
     */
    public record Meta(String leader, List<String> peers) {}

    /**
     * How many shards are how.
     *
     * @param certified all owners answered the root of the shard's certificate
     * @param changedSince equal, and written to since the certificate
     * @param uncertified equal, and no certificate says so yet
     * @param diverged digests differ, and not for what is being written alone
     * @param missing an owner has lost its copy, or a part of it
     * @param unknown an owner did not answer, the others are equal
     * @param underReplicated have fewer owners than their policy wants, whatever else they are
     */
    public record Shards(
            int total,
            int certified,
            int changedSince,
            int uncertified,
            int diverged,
            int missing,
            int unknown,
            int underReplicated) {}

    /**
     * A job that has not ended.
     *
     * @param equalBy the latest time of equality that it promises; null before it is known that
     *     owners differ, and while it is paused
     */
    public record RunningRepair(String id, String state, String equalBy) {}

    public static StatusReport of(ClusterView view, Instant now) {
        EqualityBounds bounds = EqualityBounds.of(view, now);
        return new StatusReport(
                meta(view),
                NodeReport.dataNodes(view),
                shards(view),
                view.image().repairs().stream()
                        .filter(job -> !job.state().ended())
                        .map(StatusReport::running)
                        .toList(),
                bounds.equalBy(),
                bounds.missed(),
                bounds.withinSeconds());
    }

    private static Meta meta(ClusterView view) {
        String leader = view.meta().map(StatusReply::getLeader).orElse("");
        List<String> peers =
                view.meta()
                        .map(status -> List.copyOf(status.getPeersList()))
                        .orElseGet(
                                () ->
                                        view.image().metaNodes().stream()
                                                .map(MetaNodeInfo::name)
                                                .toList());
        return new Meta(leader.isEmpty() ? null : leader, peers);
    }

    private static Shards shards(ClusterView view) {
        List<Health> healths = ShardCopies.of(view).stream().map(ShardCopies::health).toList();
        return new Shards(
                healths.size(),
                count(healths, Health.CERTIFIED),
                count(healths, Health.CHANGED_SINCE),
                count(healths, Health.UNCERTIFIED),
                count(healths, Health.DIVERGED),
                count(healths, Health.MISSING),
                count(healths, Health.UNKNOWN),
                view.image().underReplicated().size());
    }

    private static int count(List<Health> healths, Health wanted) {
        return (int) healths.stream().filter(health -> health == wanted).count();
    }

    private static RunningRepair running(RepairJobInfo job) {
        return new RunningRepair(
                job.name(),
                job.state().name().toLowerCase(Locale.ROOT),
                Json.timeOfMillis(job.promise().map(PromiseInfo::by).orElse(0L)));
    }
}
