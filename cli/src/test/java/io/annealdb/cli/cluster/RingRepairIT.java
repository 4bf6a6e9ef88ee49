package io.annealdb.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.annealdb.cli.command.CommandLineRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node misses it misses for good, until somebody asks for a ring. */
class RingRepairIT {
    private static final int LACKING = 16_000;
    private static final String SLOW = "16KB/s";

    /** A chunk is half a second's worth at that rate, before it is packed; a row is 24 bytes. */
    private static final int CHUNK_POINTS = 8_000 / 24 + 1;

    @TempDir private static Path dir;
    @AutoClose private static DevCluster cluster;

    @BeforeAll
    static void neitherHintsNorBackgroundRepair() throws Exception {
        cluster =
                DevCluster.start(
                        dir,
                        3,
                        3,
                        "--set",
                        "hinted-handoff.enabled=false",
                        "--set",
                        "anti-entropy.enabled=false");
    }

    @Test
    void oneRingMendsThreeReplicasThatEachLackSomethingElse() throws Exception {
        Ledger ledger = new Ledger();
        cluster.query(1, "", "CREATE DATABASE diverged");
        ledger.write(cluster, 1, "diverged", "all", 0, 1000);
        for (int away = 1; away <= 3; away++) {
            cluster.kill("data-" + away);
            int from = away * 1000;
            ledger.write(cluster, away % 3 + 1, "diverged", "quorum", from, from + 50 * away);
            cluster.startNode("data-" + away);
        }
        CommandLineRun before = cluster.run("check", "--db", "diverged", "-o", "json");
        assertThat(before.exitCode()).as(before.toString()).isEqualTo(3);
        CommandLineRun plan = repair("diverged", "--dry-run", "--start-node", "data-1");
        assertThat(plan.exitCode()).as(plan.toString()).isZero();

        CommandLineRun repair =
                repair(
                        "diverged",
                        "--wait",
                        "--start-node",
                        "data-1",
                        "--plan",
                        plan.json().get("plan").asText());

        assertThat(repair.exitCode()).as(repair.toString()).isZero();
        JsonNode shard = repair.json().get("shards").get(0);
        assertThat(shard.get("certified").asBoolean()).isTrue();
        assertThat(shard.get("hops")).hasSize(4);
        assertThat(hopByHop(shard)).isEqualTo(hopByHop(plan.json().get("shards").get(0)));
        assertThat(pointsSent(repair.json()))
                .as("each point once to each node that lacked it")
                .isEqualTo(50 + 100 + 150);
        assertAllHoldExactly(ledger, "diverged");
        CommandLineRun again = repair("diverged", "--wait");
        assertThat(again.exitCode()).isZero();
        assertThat(again.json().get("totals").get("hops").asInt()).as("hops that ran").isZero();
    }

    /** Points and bytes of payload, hop by hop. */
    private static List<String> hopByHop(JsonNode shard) {
        List<String> sent = new ArrayList<>();
        shard.get("hops")
                .forEach(hop -> sent.add(hop.get("pointsSent") + " in " + hop.get("payloadBytes")));
        return sent;
    }

    @Test
    void aRepairOutlivesItsSuccessorItsSourceAndItsCoordinator() throws Exception {
        Ledger ledger = new Ledger();
        cluster.query(1, "", "CREATE DATABASE killed");
        ledger.write(cluster, 1, "killed", "all", 0, 1000);
        cluster.kill("data-3");
        ledger.write(cluster, 1, "killed", "quorum", 1000, 1000 + LACKING);
        cluster.startNode("data-3");

        String first = startSlowly("killed");
        awaitMidHop(first, "data-2", "data-3");
        cluster.kill("data-3");
        assertDoneWithout("data-3", awaitEnd(first));
        cluster.startNode("data-3");
        int lacking = ledger.size() - pointsHeld(3, "killed");
        assertThat(lacking).as("what came before the kill has stayed").isBetween(1, LACKING - 1);

        String second = startSlowly("killed");
        awaitMidHop(second, "data-2", "data-3");
        cluster.kill("data-2");
        awaitMidHop(second, "data-1", "data-3");
        String leader = cluster.metaLeader();
        cluster.kill(leader);
        JsonNode report = awaitEnd(second);
        assertDoneWithout("data-2", report);
        ledger.assertIsExactly("data-3", local(3, "killed"));
        assertThat(pointsSent(report))
                .as("what was lacking, and a chunk each for the source and the coordinator")
                .isLessThanOrEqualTo(lacking + 2 * CHUNK_POINTS);

        cluster.startNode("data-2");
        cluster.startNode(leader);
        CommandLineRun last = repair("killed", "--wait");
        assertThat(last.exitCode()).as(last.toString()).isZero();
        assertThat(pointsSent(last.json())).isZero();
        assertAllHoldExactly(ledger, "killed");
    }

    private static String startSlowly(String database) {
        CommandLineRun started = repair(database, "--start-node", "data-2", "--rate", SLOW);
        assertThat(started.exitCode()).as(started.toString()).isZero();
        return started.json().get("id").asText();
    }

    private static void awaitMidHop(String job, String from, String to) {
        Waiting.until("rows go from " + from + " to " + to, () -> isMidHop(job, from, to));
    }

    private static boolean isMidHop(String job, String from, String to) {
        CommandLineRun shown = cluster.run("repair", "show", job, "-o", "json");
        if (shown.exitCode() != 0) {
            return false;
        }
        assertThat(shown.json().get("state").asText()).as(shown.out()).isIn("queued", "running");
        for (JsonNode hop : shown.json().get("shards").get(0).get("hops")) {
            if (hop.get("from").asText().equals(from)
                    && hop.get("to").asText().equals(to)
                    && hop.get("state").asText().equals("streaming")
                    && hop.get("pointsSent").asLong() > 0) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode awaitEnd(String job) {
        Waiting.until(job + " ends", () -> state(job).equals("done"));
        return cluster.run("repair", "show", job, "-o", "json").json();
    }

    private static String state(String job) {
        CommandLineRun shown = cluster.run("repair", "show", job, "-o", "json");
        return shown.exitCode() == 0 ? shown.json().get("state").asText() : "";
    }

    private static void assertDoneWithout(String absent, JsonNode report) {
        JsonNode shard = report.get("shards").get(0);
        assertThat(shard.get("certified").asBoolean()).as(report.toString()).isFalse();
        assertThat(shard.get("absent")).as(report.toString()).hasSize(1);
        assertThat(shard.get("absent").get(0).asText()).isEqualTo(absent);
    }

    private static int pointsHeld(int node, String database) {
        return Ledger.read(local(node, database)).values().stream()
                .mapToInt(points -> points.size())
                .sum();
    }

    @Test
    void aRingHealsAShardThatIsWrittenToWithoutAFailedWrite() throws Exception {
        Ledger ledger = new Ledger();
        cluster.query(1, "", "CREATE DATABASE hot");
        ledger.write(cluster, 1, "hot", "all", 0, 1000);
        cluster.kill("data-3");
        ledger.write(cluster, 1, "hot", "quorum", 1000, 1100);
        cluster.startNode("data-3");
        assertThat(pointsHeld(3, "hot")).isEqualTo(1000);
        try (SteadyLoad load = new SteadyLoad(cluster, "hot", Ledger.time(1100))) {
            load.awaitBatches(10);

            CommandLineRun repair = repair("hot", "--wait");

            ledger.assertIsExactly("data-3", local(3, "hot"));
            load.awaitBatches(10);
            load.stop();
            assertThat(load.refused()).isEmpty();
            assertThat(repair.exitCode()).as(repair.toString()).isZero();
            CommandLineRun last = repair("hot", "--wait");
            assertThat(last.exitCode()).as(last.toString()).isZero();
            for (int node = 1; node <= 3; node++) {
                assertThat(load.pointsHeldBy(node)).isEqualTo(load.pointsWritten());
            }
        }
        assertAllHoldExactly(ledger, "hot");
    }

    private static CommandLineRun repair(String database, String... more) {
        List<String> command = new ArrayList<>(List.of("repair", "start", "--db", database));
        command.addAll(List.of(more));
        command.addAll(List.of("-o", "json"));
        return cluster.run(command.toArray(String[]::new));
    }

    private static long pointsSent(JsonNode report) {
        return report.get("totals").get("pointsSent").asLong();
    }

    private static DevCluster.Reply local(int node, String database) {
        return cluster.query(node, database, Ledger.QUERY, "replica=local");
    }

    private static void assertAllHoldExactly(Ledger ledger, String database) {
        CommandLineRun check = cluster.run("check", "--db", database);
        assertThat(check.exitCode()).as(check.toString()).isZero();
        for (int node = 1; node <= 3; node++) {
            ledger.assertIsExactly("data-" + node, local(node, database));
        }
    }
}
