package io.annealdb.data.write;

import com.codahale.metrics.Timer;
import io.annealdb.data.image.ImageCache;
import io.annealdb.data.peer.PeerHealth;
import io.annealdb.data.write.ShardFanOut.Means;
import io.annealdb.data.write.ShardFanOut.Result;
import io.annealdb.data.write.ShardMapper.Mapped;
import io.annealdb.data.write.ShardMapper.Part;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.DataNodeInfo;
import io.annealdb.image.DatabaseInfo;
import io.annealdb.image.RetentionPolicyInfo;
import io.annealdb.meta.client.MetaUnavailableException;
import io.annealdb.points.DuplicateRows;
import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import io.annealdb.points.Stamp;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Writes points as a coordinator: settles duplicates, finds or makes the shard groups, stamps, and
 * sends each shard's part to all owners.
 */
public final class ClusterPointsWriter implements PointsWriter {
    /** A stretch without a group needs one round; a group cut short by its neighbour another. */
    private static final int ENSURE_ROUNDS_MAX = 3;

    private final ImageCache images;
    private final PeerHealth health;
    private final InstantSource clock;
    private final Means means;

    public ClusterPointsWriter(
            ImageCache images, PeerHealth health, InstantSource clock, WriteMeans means) {
        this.images = images;
        this.health = health;
        this.clock = clock;
        this.means = means.means();
    }

    @Override
    public WriteOutcome write(
            String database, String retentionPolicy, Rows rows, Consistency level) {
        return submit(database, retentionPolicy, rows, level).join();
    }

    /** As {@link #write}, without waiting for other nodes; the future never fails. */
    public CompletableFuture<WriteOutcome> submit(
            String database, String retentionPolicy, Rows rows, Consistency level) {
        WriteCounters counters = means.counters();
        counters.requests().mark();
        counters.points().mark(rows.size());
        Timer.Context latency = counters.latency().time();
        CompletableFuture<WriteOutcome> outcome;
        try {
            outcome = begin(database, retentionPolicy, rows, level);
        } catch (MetaUnavailableException e) {
            outcome = done(new WriteOutcome.Unavailable(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            outcome = done(new WriteOutcome.Unavailable("write failed: " + e));
        }
        return outcome.whenComplete(
                (result, failure) -> {
                    latency.stop();
                    count(result);
                });
    }

    private void count(WriteOutcome outcome) {
        if (outcome instanceof WriteOutcome.Written written) {
            (written.dropped() == 0 ? means.counters().ok() : means.counters().partial()).mark();
        } else {
            means.counters().errors().mark();
        }
    }

    private static CompletableFuture<WriteOutcome> done(WriteOutcome outcome) {
        return CompletableFuture.completedFuture(outcome);
    }

    private CompletableFuture<WriteOutcome> begin(
            String databaseName, String policyName, Rows parsed, Consistency level)
            throws IOException {
        String trouble = means.stamper().clockTrouble();
        if (!trouble.isEmpty()) {
            return done(new WriteOutcome.Unavailable(trouble));
        }
        Optional<DatabaseInfo> database = images.database(databaseName);
        if (database.isEmpty()) {
            return done(new WriteOutcome.DatabaseNotFound(databaseName));
        }
        Optional<RetentionPolicyInfo> policy = database.get().policy(policyName);
        if (policy.isEmpty()) {
            database = images.linearizable().database(databaseName);
            policy = database.flatMap(known -> known.policy(policyName));
            if (policy.isEmpty()) {
                boolean named = policyName != null && !policyName.isEmpty();
                return done(
                        new WriteOutcome.PolicyNotFound(
                                named
                                        ? policyName
                                        : database.map(DatabaseInfo::defaultPolicy).orElse("")));
            }
        }
        return send(database.get(), policy.get(), DuplicateRows.settle(parsed), level);
    }

    private CompletableFuture<WriteOutcome> send(
            DatabaseInfo database, RetentionPolicyInfo policy, Rows rows, Consistency level)
            throws IOException {
        long now = TimeUnit.MILLISECONDS.toNanos(clock.millis());
        Mapped mapped = ShardMapper.map(policy, rows, now);
        Optional<MetaUnavailableException> metaAway = Optional.empty();
        try {
            for (int i = 0; i < ENSURE_ROUNDS_MAX && !mapped.missing().isEmpty(); i++) {
                ClusterImage image = ensure(database, policy, mapped.missing());
                Optional<RetentionPolicyInfo> grown =
                        image.database(database.id()).flatMap(db -> db.policy(policy.name()));
                if (grown.isEmpty()) {
                    return done(new WriteOutcome.DatabaseNotFound(database.name()));
                }
                mapped = ShardMapper.map(grown.get(), rows, now);
            }
        } catch (MetaUnavailableException e) {
            if (level != Consistency.ANY) {
                throw e;
            }
            metaAway = Optional.of(e);
        }
        Stamp stamp = means.underWay().begin();
        try {
            if (!mapped.unassigned().isEmpty()
                    && !keepUnassigned(
                            database, policy, mapped.unassigned().stamped(stamp), level)) {
                return done(
                        new WriteOutcome.Unavailable(
                                metaAway.map(Throwable::getMessage)
                                        .orElse("no shard group could be made for these times")));
            }
            return fanOut(database.id(), mapped, stamp, level);
        } finally {
            means.underWay().over(stamp); // each part that was sent is under way by itself
        }
    }

    private boolean keepUnassigned(
            DatabaseInfo database, RetentionPolicyInfo policy, Rows rows, Consistency level)
            throws IOException {
        return level == Consistency.ANY
                && means.missed().keepUnassigned(database.id(), policy.name(), rows);
    }

    private ClusterImage ensure(
            DatabaseInfo database, RetentionPolicyInfo policy, Collection<Long> times)
            throws MetaUnavailableException {
        List<NodeId> living =
                images.image().dataNodes().stream()
                        .map(DataNodeInfo::id)
                        .filter(health::live)
                        .toList();
        return images.ensureGroups(database.name(), policy.name(), times, living);
    }

    private CompletableFuture<WriteOutcome> fanOut(
            long databaseId, Mapped mapped, Stamp stamp, Consistency level) {
        List<CompletableFuture<Result>> results = new ArrayList<>();
        for (Part part : mapped.parts()) {
            results.add(
                    new ShardFanOut(means, part.shard(), databaseId, part.rows(), level)
                            .start(stamp));
        }
        return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .thenApply(none -> outcome(results, mapped.beyondRetention()));
    }

    private static WriteOutcome outcome(
            List<CompletableFuture<Result>> results, int beyondRetention) {
        List<String> conflicts = new ArrayList<>();
        for (CompletableFuture<Result> each : results) {
            Result result = each.join();
            if (result instanceof Result.Failed failed) {
                return new WriteOutcome.NotEnoughOwners(failed.message());
            } else if (result instanceof Result.Acknowledged acknowledged) {
                conflicts.addAll(acknowledged.conflicts());
            }
        }
        return new WriteOutcome.Written(conflicts, beyondRetention);
    }
}
