package io.annealdb.data.query;

import com.codahale.metrics.MetricRegistry;
import io.annealdb.data.image.ClusterView;
import io.annealdb.data.peer.Peer;
import io.annealdb.data.peer.PeerException;
import io.annealdb.data.peer.PeerHealth;
import io.annealdb.data.write.DeleteOutcome;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.DatabaseInfo;
import io.annealdb.meta.client.InMemoryMeta;
import io.annealdb.meta.client.MetaUnavailableException;
import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.ShardId;
import io.annealdb.proto.EnsureGroups;
import io.annealdb.proto.InitCluster;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.RegisterDataNode;
import io.annealdb.query.InfluxQl;
import io.annealdb.query.QueryLimits;
import io.annealdb.query.ResultSeries;
import io.annealdb.query.ast.Statement;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Three data nodes with copies in memory, meta in memory, and the executor of node 1. */
final class TestCluster implements ClusterView {
    static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    /** A delete that was asked for. */
    record Deleted(String database, SeriesPredicate series, long minTime, long maxTime) {}

    final InMemoryMeta meta = new InMemoryMeta();
    final Map<NodeId, FakeCopy> copies = new HashMap<>();
    final PeerHealth health = new PeerHealth(new MetricRegistry());
    final List<Deleted> deleted = new ArrayList<>();
    DeleteOutcome deleteOutcome = new DeleteOutcome.Deleted(1);
    String ownTrouble = "";
    Instant now = NOW;

    /** What this node has seen; meta may be further. */
    private ClusterImage image;

    final StatementExecutor executor;

    TestCluster() throws MetaUnavailableException {
        this(new QuerySettings(QueryLimits.NONE, Duration.ofSeconds(30), 2));
    }

    TestCluster(QuerySettings settings) throws MetaUnavailableException {
        change(
                MetaCommand.newBuilder()
                        .setInitCluster(
                                InitCluster.newBuilder()
                                        .setClusterId("c")
                                        .setDefaultReplication(2)));
        for (int node = 1; node <= 3; node++) {
            change(
                    MetaCommand.newBuilder()
                            .setRegisterDataNode(
                                    RegisterDataNode.newBuilder()
                                            .setName("data-" + node)
                                            .setFolderId("folder-" + node)));
            copies.put(new NodeId(node), new FakeCopy(node));
        }
        image = meta.image(true);
        InstantSource clock = () -> now;
        executor =
                new StatementExecutor(
                        this,
                        meta,
                        new NodeId(1),
                        copies.get(new NodeId(1)),
                        shard -> ownTrouble,
                        this::peer,
                        health,
                        (database, policy, series, minTime, maxTime) -> {
                            deleted.add(new Deleted(database, series, minTime, maxTime));
                            return deleteOutcome;
                        },
                        settings,
                        clock,
                        new MetricRegistry());
    }

    /** Makes the shards of a moment; their owners. */
    List<NodeId> group(String database, long time) throws MetaUnavailableException {
        change(
                MetaCommand.newBuilder()
                        .setEnsureGroups(
                                EnsureGroups.newBuilder()
                                        .setDatabase(database)
                                        .addTimes(time)
                                        .addAllLiving(List.of(1, 2, 3))));
        image = meta.image(true);
        return image.policy(database, "")
                .orElseThrow()
                .groupAt(time)
                .orElseThrow()
                .shards()
                .get(0)
                .ownerNodes();
    }

    private void change(MetaCommand.Builder command) throws MetaUnavailableException {
        meta.execute(command.setNow(NOW.toEpochMilli()).build());
    }

    /** Only reads are called here. */
    private Peer peer(NodeId node) {
        return (Peer)
                Proxy.newProxyInstance(
                        Peer.class.getClassLoader(),
                        new Class<?>[] {Peer.class},
                        (proxy, method, arguments) -> {
                            try {
                                return method.invoke(copies.get(node), arguments);
                            } catch (java.lang.reflect.InvocationTargetException e) {
                                throw e.getCause() instanceof PeerException away
                                        ? away
                                        : new PeerException(
                                                node,
                                                PeerException.Kind.REFUSED,
                                                e.getCause().getMessage());
                            }
                        });
    }

    /** The rows of all series of all statements, as text; the warnings behind them. */
    List<String> run(String text, QueryRequest request) {
        List<String> rows = new ArrayList<>();
        try (RunningQuery running = executor.begin()) {
            for (Statement statement : InfluxQl.parse(text, Map.of())) {
                try (StatementAnswer answer = executor.execute(statement, request, running)) {
                    while (answer.hasNext()) {
                        ResultSeries series = answer.next();
                        series.rows().forEachRemaining(row -> rows.add(Arrays.toString(row)));
                    }
                    rows.addAll(answer.warnings());
                }
            }
        }
        return rows;
    }

    List<String> run(String text) {
        return run(text, new QueryRequest("db", "", ReadMode.CLUSTER, false));
    }

    List<String> runHere(String text) {
        return run(text, new QueryRequest("db", "", ReadMode.LOCAL, false));
    }

    @Override
    public ClusterImage image() {
        return image;
    }

    @Override
    public ClusterImage linearizable() throws MetaUnavailableException {
        image = meta.image(true);
        return image;
    }

    @Override
    public Optional<DatabaseInfo> database(String name) throws MetaUnavailableException {
        Optional<DatabaseInfo> known = image.database(name);
        return known.isPresent() ? known : linearizable().database(name);
    }

    ShardId onlyShard() {
        return image.shards().iterator().next().shard().id();
    }
}
