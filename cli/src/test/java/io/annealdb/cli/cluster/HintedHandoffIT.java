package io.annealdb.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HintedHandoffIT {
    private static final long T0 = 1_700_000_000_000_000_000L;

    @TempDir Path dir;

    @Test
    void aNodeThatWasKilledGetsWhatItMissedWhenItIsBack() throws Exception {
        Ledger ledger = new Ledger();
        try (DevCluster cluster = DevCluster.start(dir, 3, 1)) {
            cluster.query(1, "", "CREATE DATABASE d");
            write(cluster, ledger, "all", 0, 500);
            cluster.kill("data-3");
            write(cluster, ledger, "quorum", 500, 1000);
            assertThat(cluster.hintBytes()).isPositive();

            cluster.startNode("data-3");

            Waiting.until("hints are delivered", () -> cluster.hintBytes() == 0);
            for (int node = 1; node <= 3; node++) {
                ledger.assertIsExactly(
                        "data-" + node, cluster.query(node, "d", Ledger.QUERY, "replica=local"));
            }
            assertThat(cluster.run("check").exitCode()).isZero();
        }
    }

    private static void write(DevCluster cluster, Ledger ledger, String level, int from, int to) {
        for (int batch = from; batch < to; batch += 100) {
            StringBuilder lines = new StringBuilder();
            for (int i = batch; i < batch + 100; i++) {
                lines.append(Ledger.line("s" + i % 7, T0 + i * 1_000_000_000L, i));
            }
            cluster.mustWrite(1 + batch / 100 % 2, "d", level, lines.toString());
            for (int i = batch; i < batch + 100; i++) {
                ledger.acknowledge("s" + i % 7, T0 + i * 1_000_000_000L, i);
            }
        }
    }
}
