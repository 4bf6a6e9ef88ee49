package io.annealdb.data.query;

import com.codahale.metrics.MetricRegistry;
import io.annealdb.data.image.ClusterView;
import io.annealdb.data.peer.PeerHealth;
import io.annealdb.data.peer.Peers;
import io.annealdb.data.peer.ShardReads;
import io.annealdb.data.write.DeleteOutcome;
import io.annealdb.data.write.DeleteWriter;
import io.annealdb.meta.client.MetaService;
import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.ShardId;
import io.annealdb.query.DeletePlan;
import io.annealdb.query.QueryContext;
import io.annealdb.query.QueryException;
import io.annealdb.query.QueryResult;
import io.annealdb.query.SelectExecutor;
import io.annealdb.query.ShardCatalog;
import io.annealdb.query.ShowExecutor;
import io.annealdb.query.ast.DatabaseStatement;
import io.annealdb.query.ast.DeletingStatement;
import io.annealdb.query.ast.SelectStatement;
import io.annealdb.query.ast.ShowStatement;
import io.annealdb.query.ast.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/**
 * Executes statements for the whole cluster, from any of its nodes. Any thread may use it.
 *
 * <pre>
 *   SELECT, SHOW ─▶ query executors ─▶ {@link ClusterShards} ─▶ own copies, peers
 *   DELETE, DROP of series and measurements ─▶ DeleteWriter
 *   CREATE, ALTER, DROP of databases and policies ─▶ {@link ClusterStatements} ─▶ meta
 * </pre>
 */
public final class StatementExecutor implements Statements {
    private static final long NS_PER_S = 1_000_000_000;

    private final ClusterShards shards;
    private final ImageCatalog catalog;
    private final ClusterStatements changes;
    private final DeleteWriter deletes;
    private final QuerySettings settings;
    private final RunningQueries running;
    private final InstantSource clock;

    /**
     * @param own this node's copies
     * @param ownTrouble why this node's copy of a shard is not whole; empty if it is
     */
    public StatementExecutor(
            ClusterView cluster,
            MetaService meta,
            NodeId self,
            ShardReads own,
            Function<ShardId, String> ownTrouble,
            Peers peers,
            PeerHealth health,
            DeleteWriter deletes,
            QuerySettings settings,
            InstantSource clock,
            MetricRegistry metrics) {
        this.shards =
                new ClusterShards(
                        cluster, self, own, ownTrouble, peers, new OwnerChoice(self, health));
        this.catalog = new ImageCatalog(cluster);
        this.changes = new ClusterStatements(meta, cluster, clock);
        this.deletes = deletes;
        this.settings = settings;
        this.running = new RunningQueries(settings, clock, metrics);
        this.clock = clock;
    }

    @Override
    public RunningQuery begin() {
        return running.begin();
    }

    @Override
    public StatementAnswer execute(
            Statement statement, QueryRequest request, RunningQuery running) {
        ShardReadings readings = new ShardReadings(request);
        QueryContext context =
                new QueryContext(
                        request.database(),
                        request.retentionPolicy(),
                        nowNanos(),
                        settings.limits(),
                        running.cancelled());
        context.checkCancelled();
        return new ShardedAnswer(answer(statement, context, shards.readBy(readings)), readings);
    }

    private QueryResult answer(Statement statement, QueryContext context, ShardCatalog sources) {
        if (statement instanceof SelectStatement select && select.into() == null) {
            return new SelectExecutor(sources).execute(select, context);
        }
        if (statement instanceof ShowStatement show) {
            return new ShowExecutor(sources, catalog).execute(show, context);
        }
        if (statement instanceof DatabaseStatement change) {
            changes.execute(change);
            return QueryResult.of(List.of());
        }
        if (statement instanceof DeletingStatement removal
                && !(removal instanceof DeletingStatement.DropShard)) {
            delete(context.database(), plan(removal, context.now()));
            return QueryResult.of(List.of());
        }
        throw new QueryException("not supported by this version of AnnealDB: " + statement);
    }

    /** A series and a measurement are there as long as a point of theirs is: so all points go. */
    private static DeletePlan plan(DeletingStatement statement, long now) {
        if (statement instanceof DeletingStatement.DropMeasurement drop) {
            return new DeletePlan(
                    new SeriesPredicate.MeasurementIs(drop.name()), Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (statement instanceof DeletingStatement.DropSeries drop) {
            DeletePlan plan =
                    DeletePlan.of(
                            new DeletingStatement.Delete(drop.sources(), drop.condition()), now);
            if (plan.minTime() != Long.MIN_VALUE || plan.maxTime() != Long.MAX_VALUE) {
                throw new QueryException("DROP SERIES doesn't support time in WHERE clause");
            }
            return plan;
        }
        return DeletePlan.of((DeletingStatement.Delete) statement, now);
    }

    private void delete(String database, DeletePlan plan) {
        if (plan.isEmpty()) {
            return;
        }
        DeleteOutcome outcome =
                deletes.delete(database, null, plan.series(), plan.minTime(), plan.maxTime());
        if (outcome instanceof DeleteOutcome.DatabaseNotFound missing) {
            throw new QueryException(missing.message());
        }
        if (outcome instanceof DeleteOutcome.PolicyNotFound missing) {
            throw new QueryException(missing.message());
        }
        if (outcome instanceof DeleteOutcome.Failed failed) {
            throw QueryException.passing(failed.message(), null);
        }
    }

    private long nowNanos() {
        Instant now = clock.instant();
        return now.getEpochSecond() * NS_PER_S + now.getNano();
    }
}
