package io.annealdb.data.node;

import io.annealdb.data.peer.ShardWrite;
import io.annealdb.data.write.Consistency;
import io.annealdb.image.ShardPlace;
import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import io.annealdb.points.ShardId;
import io.annealdb.repair.compare.HopProgress;
import io.annealdb.repair.coordinator.HopOrder;
import io.annealdb.repair.coordinator.RootsQuestion;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.ring.Hop;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A shard on two real nodes, 1 and 2, which benches fill unevenly; hops go from 1 to 2. */
final class TwoOwners implements Closeable {
    private final RealCluster cluster;
    private final ShardPlace place;
    private final long databaseId;

    private TwoOwners(RealCluster cluster, ShardPlace place, long databaseId) {
        this.cluster = cluster;
        this.place = place;
        this.databaseId = databaseId;
    }

    static TwoOwners start(Path root) throws Exception {
        return start(new RealCluster(root, 2));
    }

    /**
     * @param cluster not started, with two owners a shard
     */
    static TwoOwners start(RealCluster cluster) throws Exception {
        cluster.start(1, 2);
        cluster.createDatabase("db");
        cluster.write(1, Consistency.ALL, "begin v=1 " + RealCluster.T0);
        return new TwoOwners(
                cluster,
                cluster.shards().get(0),
                cluster.meta.image().database("db").orElseThrow().id());
    }

    RealCluster cluster() {
        return cluster;
    }

    ShardId shard() {
        return place.shard().id();
    }

    /** First time of the shard, ns. */
    long from() {
        return place.group().range().start();
    }

    /** Stores rows on one owner alone, as a hint or a push would; on disk on return. */
    void store(int number, Rows rows) {
        cluster.parts(number).calls().write(new ShardWrite(shard(), databaseId, rows, false));
    }

    /** Empties an owner: it starts anew, and holds the shard as missing. */
    void lose(int number) throws Exception {
        cluster.stop(number);
        remove(cluster.folder(number).resolve("data"));
        remove(cluster.folder(number).resolve("wal"));
        cluster.start(number);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    HopReport hop() throws IOException {
        HopOrder order =
                new HopOrder(
                        "",
                        shard(),
                        new Hop(new NodeId(1), new NodeId(2)),
                        0,
                        Duration.ofSeconds(60));
        return cluster.parts(1).calls().runHop(order, HopProgress.SILENT);
    }

    boolean equal() {
        return root(1).equals(root(2));
    }

    private Object root(int number) {
        return cluster.parts(number)
                .calls()
                .roots(RootsQuestion.plain(List.of(shard())))
                .get(0)
                .root();
    }

    @Override
    public void close() throws IOException {
        cluster.close();
    }
}
