package io.annealdb.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.cli.command.CommandLineRun;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetaLeaderKilledIT {
    private static final long T0 = 1_700_000_000_000_000_000L;

    @TempDir Path dir;

    @Test
    void aRepairOutlivesItsCoordinator() throws Exception {
        Ledger ledger = new Ledger();
        try (DevCluster cluster =
                DevCluster.start(
                        dir,
                        3,
                        3,
                        "--set",
                        "hinted-handoff.enabled=false",
                        "--set",
                        "anti-entropy.enabled=false")) {
            cluster.query(1, "", "CREATE DATABASE d");
            write(cluster, ledger, 0, 1000, "all");
            cluster.kill("data-3");
            write(cluster, ledger, 1000, 21_000, "quorum");
            cluster.startNode("data-3");
            CommandLineRun started =
                    cluster.run(
                            "repair",
                            "start",
                            "--start-node",
                            "data-2",
                            "--rate",
                            "8KB/s",
                            "-o",
                            "json");
            assertThat(started.exitCode()).as(started.toString()).isZero();
            String job = started.json().get("id").asText();
            Waiting.until("the repair runs", () -> state(cluster, job).equals("running"));

            cluster.kill(cluster.metaLeader());

            Waiting.until("the next leader ends the job", () -> state(cluster, job).equals("done"));
            CommandLineRun report = cluster.run("repair", "show", job, "-o", "json");
            assertThat(report.json().get("shards").get(0).get("certified").asBoolean())
                    .as(report.out())
                    .isTrue();
            assertThat(cluster.run("check").exitCode()).isZero();
            ledger.assertIsExactly("data-3", cluster.query(3, "d", Ledger.QUERY, "replica=local"));
        }
    }

    private static String state(DevCluster cluster, String job) {
        CommandLineRun shown = cluster.run("repair", "show", job, "-o", "json");
        return shown.exitCode() == 0 ? shown.json().get("state").asText() : "";
    }

    private static void write(
            DevCluster cluster, Ledger ledger, int from, int to, String consistency) {
        Random values = new Random(from);
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            // Values that do not pack well, so that the repair takes a while at a low rate.
            long value = values.nextLong();
            lines.append(Ledger.line("s" + i % 5, T0 + i * 1_000_000_000L, value));
            ledger.acknowledge("s" + i % 5, T0 + i * 1_000_000_000L, value);
        }
        cluster.mustWrite(1, "d", consistency, lines.toString());
    }
}
