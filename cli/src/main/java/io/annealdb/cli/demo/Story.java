package io.annealdb.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.annealdb.cli.CommandContext;
import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.check.ClusterCheck;
import io.annealdb.cli.check.ShardScope;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.connect.InfluxHttp;
import io.annealdb.cli.dev.DevNode;
import io.annealdb.cli.repair.RepairWatch;
import io.annealdb.cli.report.CheckReport;
import io.annealdb.cli.report.CheckTable;
import io.annealdb.cli.report.RepairReport;
import io.annealdb.cli.report.RepairTable;
import io.annealdb.cli.report.ShardsReport;
import io.annealdb.cli.terminal.Style;
import io.annealdb.cli.terminal.Table;
import io.annealdb.cli.terminal.Units;
import io.annealdb.image.ClusterImage;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.StartRepair;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Ingest, damage, ring, proof: told scene by scene. */
final class Story {
    private static final String DATABASE = "nab";
    private static final long WATCHED_RATE = 30_000;
    private static final String CREATE =
            "CREATE DATABASE nab WITH DURATION INF REPLICATION 3 SHARD DURATION 6w NAME autogen";
    private static final String CHARTED =
            "SELECT sum(value) FROM elb_request_count WHERE time >= '2014-04-10' AND time <"
                    + " '2014-04-14' GROUP BY time(6h)";

    private final CommandContext context;
    private final DemoCluster cluster;
    private final Stage stage;
    private final InfluxHttp http = new InfluxHttp();
    private final Ledger ledger = new Ledger();
    private final Ingest ingest = new Ingest(http, ledger, DATABASE);
    private final Proof proof = new Proof(http, ledger, DATABASE);

    Story(CommandContext context, DemoCluster cluster) {
        this.context = context;
        this.cluster = cluster;
        this.stage = new Stage(context.terminal());
    }

    /** Tells it; true if all replicas ended equal and nothing acknowledged was lost. */
    boolean tell() throws IOException {
        Instant begin = now();
        start();
        List<CloudWatch.Line> lines = CloudWatch.lines();
        ingest(lines);
        query();
        damage(lines);
        holdings("What each node itself still answers");
        look();
        long bytesOnDisk = bytesOnDisk();
        RepairReport repair = ring();
        boolean proven = prove();
        report(repair, bytesOnDisk, begin);
        boolean held = proven && repair.certified();
        stage.say(
                held ? Style.GOOD : Style.BAD,
                held
                        ? "All replicas are equal, and every acknowledged value is on each of them."
                        : "The proof did NOT hold.");
        return held;
    }

    private void start() throws IOException {
        Instant begin = now();
        stage.scene("One meta node, three data nodes, over real gRPC and Raft");
        cluster.start();
        for (DevNode node : cluster.nodes()) {
            stage.say(node.name() + "  http://" + node.address());
        }
        stage.say(Style.DIM, "serving after " + since(begin));
    }

    private void ingest(List<CloudWatch.Line> lines) throws IOException {
        Instant begin = now();
        List<CloudWatch.Line> undisturbed = Damage.undisturbed(lines);
        stage.scene("Ingest: AWS CloudWatch metrics, over HTTP, consistency=all");
        require(http.query(address(), CREATE, Map.of()));
        ingest.write(
                undisturbed,
                cluster.addressesWithout(""),
                "all",
                stage.progress(undisturbed.size(), "lines"));
        stage.say(
                Units.count(undisturbed.size(), "line")
                        + " of "
                        + Units.count(lines.size())
                        + " acknowledged by all three nodes in "
                        + since(begin)
                        + "; the rest follows while nodes are away");
    }

    private void query() throws IOException {
        stage.scene("A query: requests at a load balancer, every six hours");
        stage.say(Style.DIM, CHARTED);
        InfluxHttp.Answer answer =
                require(http.query(address(), CHARTED, Map.of("db", DATABASE, "epoch", "s")));
        JsonNode series = answer.json().path("results").path(0).path("series").path(0);
        Chart.lines(series, stage.terminal()).forEach(stage::say);
    }

    private void damage(List<CloudWatch.Line> lines) throws IOException {
        stage.scene("Damage: every node misses something else");
        Damage damage = new Damage(cluster, DATABASE);
        for (Damage.Outage outage : damage.outages(lines, cluster.connection().image())) {
            damage.happen(
                    outage, ingest, stage.progress(outage.missed().size(), "lines at quorum"));
            String lost =
                    outage.lostShards().isEmpty()
                            ? ""
                            : "; then its folders of shards "
                                    + outage.lostShards().stream()
                                            .map(String::valueOf)
                                            .collect(Collectors.joining(" and "))
                                    + " were removed";
            stage.say(
                    outage.node().name()
                            + " was away, hints off, while "
                            + Units.count(outage.missed().size(), "line")
                            + " were written at quorum"
                            + lost);
        }
    }

    /** Whether each node answers the whole ledger from its own disk. */
    private boolean holdings(String title) throws IOException {
        stage.scene(title);
        Table table =
                new Table().words("NODE").numbers("AS WRITTEN").numbers("MISSING").numbers("WRONG");
        boolean all = true;
        for (DevNode node : cluster.nodes()) {
            Proof.Finding found = proof.of(node.address());
            Style style = found.holds() ? Style.GOOD : Style.BAD;
            table.row(
                    node.name(),
                    new Table.Cell(Units.count(found.right()), style),
                    Units.count(found.missing()),
                    Units.count(found.wrong()));
            all &= found.holds();
        }
        table.print(stage.terminal());
        return all;
    }

    private void look() {
        stage.scene("What anneal check sees");
        ClusterConnection connection = cluster.connection();
        ClusterImage image = connection.image();
        CheckReport report =
                CheckReport.of(
                        ClusterCheck.counting(connection, image)
                                .check(
                                        new ShardScope(Optional.of(DATABASE), Optional.empty())
                                                .in(image)),
                        image,
                        false);
        CheckTable.print(report, stage.terminal());
        if (report.equal()) {
            throw CommandFailure.failed("the damage left no difference behind; this is a bug.");
        }
    }

    private RepairReport ring() {
        stage.scene("The ring: each node hands its successor what that one lacks");
        boolean watched = context.terminal().errIsTerminal();
        if (watched) {
            stage.say(Style.DIM, "at " + Units.bytes(WATCHED_RATE) + "/s, so that eyes can follow");
        }
        ClusterConnection connection = cluster.connection();
        long id =
                connection
                        .meta()
                        .execute(
                                MetaCommand.newBuilder()
                                        .setStartRepair(
                                                StartRepair.newBuilder()
                                                        .setDatabase(DATABASE)
                                                        .setRate(watched ? WATCHED_RATE : 0)
                                                        .setSeed(context.random().nextLong())))
                        .getRepairId();
        RepairReport report =
                new RepairWatch(
                                connection.meta(),
                                connection.image(),
                                context.clock(),
                                stage.terminal())
                        .untilEnded(id);
        RepairTable.print(report, stage.terminal());
        return report;
    }

    private boolean prove() throws IOException {
        boolean holds = holdings("Proof: each node's own answers against the ledger of the demo");
        stage.say(
                Style.DIM,
                "asked over HTTP with replica=local, series by series, value by value; no digests");
        return holds;
    }

    private void report(RepairReport repair, long bytesOnDisk, Instant begin) {
        RepairReport.Totals totals = repair.totals();
        stage.scene("Report");
        stage.say(
                "data      "
                        + Units.count(ledger.points(), "point")
                        + " acknowledged, "
                        + Units.bytes(ledger.bytes())
                        + " of line protocol, "
                        + Units.bytes(bytesOnDisk)
                        + " on the disk of a whole replica");
        stage.say(
                "ring      "
                        + Units.count(totals.hops(), "hop")
                        + " over "
                        + Units.count(repair.shards().size(), "shard")
                        + ", "
                        + Units.count(totals.pointsSent(), "point")
                        + " and "
                        + Units.bytes(totals.payloadBytes())
                        + " sent, "
                        + Units.bytes(totals.metadataBytes())
                        + " to compare, "
                        + Units.duration(Duration.ofMillis(totals.millis())));
        stage.say("time      " + since(begin) + " in all");
    }

    /** What the fullest replica takes. */
    private long bytesOnDisk() {
        ShardsReport shards =
                ShardsReport.of(
                        cluster.connection().view(),
                        place -> place.database().name().equals(DATABASE));
        return shards.shards().stream()
                .mapToLong(
                        shard ->
                                shard.owners().stream()
                                        .mapToLong(ShardsReport.OwnerCopy::bytes)
                                        .max()
                                        .orElse(0))
                .sum();
    }

    private String address() {
        return cluster.nodes().get(0).address();
    }

    private static InfluxHttp.Answer require(InfluxHttp.Answer answer) throws IOException {
        if (!answer.error().isEmpty()) {
            throw CommandFailure.failed("a query was answered: " + answer.error());
        }
        return answer;
    }

    private Instant now() {
        return context.clock().instant();
    }

    private String since(Instant begin) {
        return Units.duration(Duration.between(begin, now()));
    }
}
