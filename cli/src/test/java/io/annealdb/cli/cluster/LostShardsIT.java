package io.annealdb.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.annealdb.cli.command.CommandLineRun;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LostShardsIT {
    private static final long WEEK = 7 * 24 * 3600 * 1_000_000_000L;
    private static final long T0 = 1_699_000_000_000_000_000L;

    @TempDir Path dir;

    @Test
    void lostShardsAreNamedNeverReadAndCopiedWhole() throws Exception {
        Ledger ledger = new Ledger();
        try (DevCluster cluster =
                DevCluster.start(dir, 3, 1, "--set", "anti-entropy.enabled=false")) {
            cluster.query(1, "", "CREATE DATABASE d");
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < 3000; i++) {
                long time = T0 + i % 3 * WEEK + i * 1_000_000_000L;
                lines.append(Ledger.line("s" + i % 11, time, i));
                ledger.acknowledge("s" + i % 11, time, i);
            }
            cluster.mustWrite(1, "d", "all", lines.toString());
            Set<Long> shards = new TreeSet<>();
            for (JsonNode shard : cluster.run("shards", "-o", "json").json().get("shards")) {
                shards.add(shard.get("id").asLong());
            }
            assertThat(shards).hasSizeGreaterThanOrEqualTo(3);

            cluster.kill("data-2");
            cluster.loseShards("data-2", "d");
            cluster.startNode("data-2");

            CommandLineRun check = cluster.run("check", "-o", "json");
            assertThat(check.exitCode()).as(check.toString()).isEqualTo(3);
            Set<Long> named = new TreeSet<>();
            for (JsonNode shard : check.json().get("shards")) {
                for (JsonNode difference : shard.get("differences")) {
                    if (difference.get("missingShard").asBoolean()) {
                        assertThat(difference.get("to").asText()).isEqualTo("data-2");
                        named.add(shard.get("id").asLong());
                    }
                }
            }
            assertThat(named).isEqualTo(shards);
            ledger.assertIsExactly("a query at data-2", cluster.query(2, "d", Ledger.QUERY));
            DevCluster.Reply local = cluster.query(2, "d", Ledger.QUERY, "replica=local");
            assertThat(local.header("X-Anneal-Incomplete")).isPresent();

            CommandLineRun repair = cluster.launch("repair", "start", "--wait", "-o", "json");

            assertThat(repair.exitCode()).as(repair.toString()).isZero();
            assertThat(repair.json().get("state").asText()).isEqualTo("done");
            assertThat(repair.out()).contains("\"shardCopied\":true");
            assertThat(cluster.run("check").exitCode()).isZero();
            for (int node = 1; node <= 3; node++) {
                DevCluster.Reply reply = cluster.query(node, "d", Ledger.QUERY, "replica=local");
                ledger.assertIsExactly("data-" + node, reply);
                assertThat(reply.header("X-Anneal-Incomplete")).isEmpty();
            }
        }
    }
}
