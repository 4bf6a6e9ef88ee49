package io.annealdb.data.node;

import com.codahale.metrics.MetricRegistry;
import io.annealdb.data.testing.CutMeta;
import io.annealdb.data.testing.DirectNetwork;
import io.annealdb.data.testing.MortalScheduler;
import io.annealdb.data.testing.StepScheduler;
import io.annealdb.meta.client.InMemoryMeta;
import io.annealdb.points.NodeId;
import io.annealdb.points.time.HybridClock;
import io.annealdb.proto.AlterRetentionPolicy;
import io.annealdb.proto.CertificateProto;
import io.annealdb.proto.CommitCertificates;
import io.annealdb.proto.CreateDatabase;
import io.annealdb.proto.DropDatabase;
import io.annealdb.proto.InitCluster;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.RetentionPolicySpec;
import io.annealdb.proto.SetRepairConfig;
import io.annealdb.storage.Engine;
import io.annealdb.storage.EngineOptions;
import io.annealdb.storage.LocalEngine;
import io.annealdb.storage.disk.SimulatedDirectory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Whole nodes of production code in the test's thread: no ports, no threads, no real time. */
final class OneThreadCluster {
    final StepScheduler time = new StepScheduler(Instant.ofEpochSecond(1_700_000_000));
    final InMemoryMeta meta = new InMemoryMeta();
    private final DirectNetwork network = new DirectNetwork();
    private final Map<Integer, SimulatedDirectory> disks = new HashMap<>();
    private final Map<Integer, DataNodeParts> nodes = new HashMap<>();
    private final Map<Integer, Engine> engines = new HashMap<>();
    private final Map<Integer, MortalScheduler> lives = new HashMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private final Map<Integer, Duration> clockErrors = new HashMap<>();
    private final Set<Integer> cutFromMeta = new HashSet<>();
    private boolean gossip;

    OneThreadCluster() throws Exception {
        execute(
                MetaCommand.newBuilder()
                        .setInitCluster(
                                InitCluster.newBuilder()
                                        .setClusterId("c-1")
                                        .setHashKeyLow(1)
                                        .setHashKeyHigh(2)
                                        .setDefaultReplication(3)));
    }

    private void execute(MetaCommand.Builder command) throws Exception {
        meta.execute(command.setNow(time.millis()).build());
    }

    void createDatabase() throws Exception {
        execute(
                MetaCommand.newBuilder()
                        .setCreateDatabase(CreateDatabase.newBuilder().setName("db")));
    }

    void disableBackgroundRepair() throws Exception {
        execute(
                MetaCommand.newBuilder()
                        .setSetRepairConfig(SetRepairConfig.newBuilder().setEnabled(false)));
    }

    void dropDatabase() throws Exception {
        execute(MetaCommand.newBuilder().setDropDatabase(DropDatabase.newBuilder().setName("db")));
    }

    /** Meta commits a certificate, whatever the owners say. */
    void certify(CertificateProto certificate) throws Exception {
        execute(
                MetaCommand.newBuilder()
                        .setCommitCertificates(
                                CommitCertificates.newBuilder().addCertificates(certificate)));
    }

    void keepFor(Duration duration) throws Exception {
        execute(
                MetaCommand.newBuilder()
                        .setAlterRetentionPolicy(
                                AlterRetentionPolicy.newBuilder()
                                        .setDatabase("db")
                                        .setPolicy(
                                                RetentionPolicySpec.newBuilder()
                                                        .setName("autogen")
                                                        .setDuration(duration.toNanos())
                                                        .setMakeDefault(true))));
    }

    /** Starts nodes 1, 2 and 3, makes the database, and lets a second pass. */
    OneThreadCluster withThreeNodes() throws Exception {
        for (int number = 1; number <= 3; number++) {
            start(number);
        }
        createDatabase();
        time.pass(Duration.ofSeconds(1));
        return this;
    }

    /** Nodes that start from now on tell each other rumours. */
    OneThreadCluster gossiping() {
        gossip = true;
        return this;
    }

    /** A node and meta do not reach each other any more. */
    void cutFromMeta(int number) {
        cutFromMeta.add(number);
    }

    /** A node's wall clock goes wrong by so much. */
    OneThreadCluster clockError(int number, Duration error) {
        clockErrors.put(number, error);
        return this;
    }

    DataNodeParts start(int number) throws Exception {
        SimulatedDirectory disk =
                disks.computeIfAbsent(number, n -> new SimulatedDirectory(new Random(n)));
        InstantSource clock =
                () -> time.instant().plus(clockErrors.getOrDefault(number, Duration.ZERO));
        MetricRegistry metrics = new MetricRegistry();
        MortalScheduler scheduler = new MortalScheduler(time);
        Engine engine = LocalEngine.open(EngineOptions.small(), disk, clock, scheduler, metrics);
        HybridClock hybrid =
                new HybridClock(clock, new KeptClockBound(disk), Duration.ofSeconds(60));
        NodeIdentity identity = new NodeIdentity(hybrid);
        DataNodeParts parts =
                DataNodeParts.open(
                        new NodeSurroundings(
                                config(number),
                                disk,
                                engine,
                                clock,
                                new Random(number + 100),
                                scheduler,
                                time::pass,
                                metrics,
                                hybrid,
                                identity,
                                new CutMeta(meta, () -> cutFromMeta.contains(number)),
                                "data-" + number + ":8088",
                                "data-" + number + ":8086",
                                ""),
                        "data-" + number,
                        (self, cluster) -> network.of(self, identity));
        network.plug(parts.self(), parts.calls(), identity);
        nodes.put(number, parts);
        engines.put(number, engine);
        lives.put(number, scheduler);
        parts.start();
        time.run();
        return parts;
    }

    /** A setting of every node that starts from now on. */
    OneThreadCluster set(String key, String value) {
        settings.put(key, value);
        return this;
    }

    private DataNodeConfig config(int number) {
        Map<String, String> given = new HashMap<>(settings);
        given.put("node.name", "data-" + number);
        given.put("gossip.enabled", Boolean.toString(gossip));
        return DataNodeConfig.of(given);
    }

    /** What lies on a node's disk. */
    /** The node's process is killed and its machine loses power. */
    void crash(int number) {
        network.unplug(new NodeId(number));
        nodes.remove(number);
        lives.remove(number).die();
        disks.get(number).crash();
    }

    /** The folders of all shards are gone from the disk of a node that does not run. */
    void loseShards(int number) throws Exception {
        SimulatedDirectory disk = disks.get(number);
        for (String file : disk.files()) {
            if (file.startsWith("data/") || file.startsWith("wal/")) {
                disk.remove(file);
            }
        }
        disk.forceFolder("");
    }

    Engine engine(int number) {
        return engines.get(number);
    }

    /** The node stops as it is asked to. */
    void stop(int number) throws Exception {
        network.unplug(new NodeId(number));
        nodes.remove(number).close();
        lives.remove(number).die();
    }

    SimulatedDirectory disk(int number) {
        return disks.get(number);
    }

    DataNodeParts node(int number) {
        return nodes.get(number);
    }
}
