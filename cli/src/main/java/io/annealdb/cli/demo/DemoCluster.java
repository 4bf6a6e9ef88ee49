package io.annealdb.cli.demo;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.dev.DevCluster;
import io.annealdb.cli.dev.DevFolder;
import io.annealdb.cli.dev.DevNode;
import io.annealdb.cli.dev.DevPlan;
import io.annealdb.cli.dev.FreePorts;
import io.annealdb.cli.dev.NodesInProcess;
import io.annealdb.cli.dev.PortsFile;
import io.annealdb.cli.node.NodeStarter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * One meta node and three data nodes in this process, on ports that are free, in a folder of their
 * own. Hints are off: a node that is away misses writes for good. Background repair is off too: the
 * damage stays until the story's own ring heals it.
 */
final class DemoCluster implements Closeable {
    private static final int DATA_NODES = 3;

    private final DevFolder folder;
    private final DevPlan plan;
    private final NodesInProcess nodes;
    private final DevCluster cluster;

    DemoCluster(CommandContext context, Path dir) throws IOException {
        folder = new DevFolder(dir);
        folder.create();
        PortsFile ports = PortsFile.open(folder.ports());
        FreePorts free = new FreePorts(context.random(), ports.all());
        ports.set("meta-1", "operator", free.next());
        for (int at = 1; at <= DATA_NODES; at++) {
            ports.set("data-" + at, "http", free.next());
        }
        ports.save();
        plan =
                DevPlan.of(
                        folder,
                        new DevPlan.Wishes(
                                OptionalInt.of(DATA_NODES),
                                OptionalInt.of(1),
                                DATA_NODES,
                                OptionalInt.empty(),
                                OptionalInt.empty(),
                                Map.of(
                                        "hinted-handoff.enabled", "false",
                                        "anti-entropy.enabled", "false")),
                        context.random());
        nodes = new NodesInProcess(new NodeStarter(context));
        cluster = new DevCluster(context, plan, nodes);
    }

    /** Returns once all nodes serve. */
    void start() throws IOException {
        cluster.start();
    }

    ClusterConnection connection() {
        return cluster.connection();
    }

    String metaAddress() {
        return plan.metas().get(0).address();
    }

    List<DevNode> nodes() {
        return plan.datas();
    }

    /** HTTP addresses of all nodes but one; of all, if there is none of that name. */
    List<String> addressesWithout(String name) {
        return plan.datas().stream()
                .filter(node -> !node.name().equals(name))
                .map(DevNode::address)
                .toList();
    }

    void stop(DevNode node) throws IOException {
        nodes.stop(node.name());
    }

    void start(DevNode node) throws IOException {
        cluster.start(node);
    }

    /** Removes what a stopped node has of a shard, block files and log alike. */
    void removeShard(DevNode node, String database, String policy, long shard) throws IOException {
        for (String part : List.of("data", "wal")) {
            delete(
                    folder.node(node.name())
                            .resolve(part)
                            .resolve(database)
                            .resolve(policy)
                            .resolve(Long.toString(shard)));
        }
    }

    /** Removes a folder and all that is in it. */
    static void delete(Path dir) throws IOException {
        if (!Files.exists(dir)) {
            return;
        }
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        cluster.close();
    }
}
