package io.annealdb.data.write;

import io.annealdb.data.image.ImageCache;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.DataNodeInfo;
import io.annealdb.image.DatabaseInfo;
import io.annealdb.image.OwnerState;
import io.annealdb.image.RetentionPolicyInfo;
import io.annealdb.image.ShardGroupInfo;
import io.annealdb.image.ShardInfo;
import io.annealdb.meta.client.MetaUnavailableException;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Deletes as a coordinator: one stamped record to every owner of every shard that may hold what it
 * hides, and to every node for the shards to come (repair.md D1, D2).
 */
public final class ClusterDeleteWriter implements DeleteWriter {
    private final ImageCache images;
    private final ShardFanOut.Means means;

    public ClusterDeleteWriter(ImageCache images, WriteMeans means) {
        this.images = images;
        this.means = means.means();
    }

    @Override
    public DeleteOutcome delete(
            String database,
            String retentionPolicy,
            SeriesPredicate series,
            long minTime,
            long maxTime) {
        return submit(database, retentionPolicy, series, minTime, maxTime).join();
    }

    /** As {@link #delete}, without waiting for other nodes; the future never fails. */
    public CompletableFuture<DeleteOutcome> submit(
            String databaseName,
            String policyName,
            SeriesPredicate series,
            long minTime,
            long maxTime) {
        try {
            String trouble = means.stamper().clockTrouble();
            if (!trouble.isEmpty()) {
                return done(new DeleteOutcome.Failed(trouble));
            }
            ClusterImage image = images.linearizable();
            Optional<DatabaseInfo> database = image.database(databaseName);
            if (database.isEmpty()) {
                return done(new DeleteOutcome.DatabaseNotFound(databaseName));
            }
            if (policyName != null && database.get().policy(policyName).isEmpty()) {
                return done(new DeleteOutcome.PolicyNotFound(policyName));
            }
            List<DeleteTarget> targets = new ArrayList<>();
            for (DataNodeInfo node : image.dataNodes()) {
                targets.add(new DeleteTarget(node.id(), Optional.empty(), false));
            }
            shards(database.get(), policyName, minTime, maxTime)
                    .forEach(shard -> targets.addAll(owners(shard)));
            return new DeleteFanOut(
                            means,
                            database.get().id(),
                            targets,
                            series,
                            minTime,
                            maxTime,
                            image.next().shard())
                    .start();
        } catch (MetaUnavailableException e) {
            return done(new DeleteOutcome.Failed(e.getMessage()));
        } catch (RuntimeException e) {
            return done(new DeleteOutcome.Failed("delete failed: " + e));
        }
    }

    private static CompletableFuture<DeleteOutcome> done(DeleteOutcome outcome) {
        return CompletableFuture.completedFuture(outcome);
    }

    private static List<ShardInfo> shards(
            DatabaseInfo database, String policyName, long minTime, long maxTime) {
        TimeRange range =
                new TimeRange(
                        Math.min(minTime, Long.MAX_VALUE - 1),
                        maxTime == Long.MAX_VALUE ? maxTime : maxTime + 1);
        List<ShardInfo> found = new ArrayList<>();
        for (RetentionPolicyInfo policy : database.policies()) {
            if (policyName == null || policy.name().equals(policyName)) {
                for (ShardGroupInfo group : policy.groupsIn(range)) {
                    found.addAll(group.shards());
                }
            }
        }
        return found;
    }

    private static List<DeleteTarget> owners(ShardInfo shard) {
        return shard.owners().stream()
                .map(
                        owner ->
                                new DeleteTarget(
                                        owner.node(),
                                        Optional.of(shard.id()),
                                        owner.state() != OwnerState.FILLING))
                .toList();
    }
}
