package io.annealdb.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.annealdb.cli.command.CommandLineRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DivergedReplicasIT {
    private static final long T0 = 1_700_000_000_000_000_000L;

    @TempDir Path dir;

    @Test
    void oneRingMendsThreeReplicasThatEachLackSomethingElse() throws Exception {
        Ledger ledger = new Ledger();
        try (DevCluster cluster =
                DevCluster.start(
                        dir,
                        3,
                        1,
                        "--set",
                        "hinted-handoff.enabled=false",
                        "--set",
                        "anti-entropy.enabled=false")) {
            cluster.query(1, "", "CREATE DATABASE d");
            write(cluster, ledger, 1, "all", 0, 1000);
            for (int away = 1; away <= 3; away++) {
                cluster.kill("data-" + away);
                write(
                        cluster,
                        ledger,
                        away % 3 + 1,
                        "quorum",
                        away * 1000,
                        away * 1000 + 50 * away);
                cluster.startNode("data-" + away);
            }
            CommandLineRun before = cluster.run("check", "-o", "json");
            assertThat(before.exitCode()).as(before.toString()).isEqualTo(3);

            CommandLineRun plan =
                    cluster.run(
                            "repair", "start", "--dry-run", "--start-node", "data-1", "-o", "json");
            assertThat(plan.exitCode()).as(plan.toString()).isZero();

            CommandLineRun repair =
                    cluster.run(
                            "repair",
                            "start",
                            "--wait",
                            "--start-node",
                            "data-1",
                            "--plan",
                            plan.json().get("plan").asText(),
                            "-o",
                            "json");

            assertThat(repair.exitCode()).as(repair.toString()).isZero();
            JsonNode shard = repair.json().get("shards").get(0);
            assertThat(shard.get("certified").asBoolean()).isTrue();
            assertThat(shard.get("hops")).hasSize(4);
            assertThat(sent(shard)).isEqualTo(sent(plan.json().get("shards").get(0)));
            assertThat(repair.json().get("totals").get("pointsSent").asLong())
                    .as("each point once to each node that lacked it")
                    .isEqualTo(50 + 100 + 150);
            assertThat(cluster.run("check").exitCode()).isZero();
            for (int node = 1; node <= 3; node++) {
                ledger.assertIsExactly(
                        "data-" + node, cluster.query(node, "d", Ledger.QUERY, "replica=local"));
            }
            CommandLineRun again = cluster.run("repair", "start", "--wait", "-o", "json");
            assertThat(again.exitCode()).isZero();
            assertThat(again.json().get("totals").get("hops").asInt()).as("hops that ran").isZero();
        }
    }

    /** Points and bytes of payload, hop by hop. */
    private static List<String> sent(JsonNode shard) {
        List<String> sent = new ArrayList<>();
        shard.get("hops")
                .forEach(hop -> sent.add(hop.get("pointsSent") + " in " + hop.get("payloadBytes")));
        return sent;
    }

    private static void write(
            DevCluster cluster, Ledger ledger, int node, String level, int from, int to) {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append(Ledger.line("s" + i % 5, T0 + i * 1_000_000_000L, i));
            ledger.acknowledge("s" + i % 5, T0 + i * 1_000_000_000L, i);
        }
        cluster.mustWrite(node, "d", level, lines.toString());
    }
}
