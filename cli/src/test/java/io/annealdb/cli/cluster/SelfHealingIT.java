package io.annealdb.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.annealdb.cli.command.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks rot and go back in time; what heals them is background repair alone. */
class SelfHealingIT {
    @TempDir private static Path dir;
    @AutoClose private static DevCluster cluster;

    @BeforeAll
    static void everySecond() throws Exception {
        cluster =
                DevCluster.start(
                        dir,
                        3,
                        1,
                        "--set",
                        "anti-entropy.check-interval=1s",
                        "--set",
                        "scrub.interval=1s");
    }

    private static DevCluster.Reply local(int node, String database) {
        return cluster.query(node, database, Ledger.QUERY, "replica=local");
    }

    @Test
    void bitsThatFlippedAreFoundNeverReadAndHealed() throws Exception {
        Ledger ledger = new Ledger();
        cluster.query(1, "", "CREATE DATABASE rotten");
        ledger.write(cluster, 1, "rotten", "all", 0, 2000);
        cluster.stop("data-2"); // so that its rows lie in block files
        cluster.startNode("data-2");
        cluster.stop("data-3");
        flipABit(cluster.folder("data-3"), "rotten");
        cluster.startNode("data-3");
        Waiting.until("data-3 is damaged", () -> isIn("damaged", "data-3"));
        flipABit(cluster.folder("data-2"), "rotten");
        Waiting.until("data-2 is damaged", () -> isIn("damaged", "data-2"));

        Waiting.until(
                "both are healed",
                () -> {
                    for (int node = 1; node <= 3; node++) {
                        ledger.assertIsExactly(
                                "a query at data-" + node,
                                cluster.query(node, "rotten", Ledger.QUERY));
                    }
                    return isIn("serving", "data-2") && isIn("serving", "data-3");
                });
        assertThat(cluster.run("check", "--db", "rotten", "--verify").exitCode()).isZero();
        for (int node = 1; node <= 3; node++) {
            ledger.assertIsExactly("data-" + node, local(node, "rotten"));
        }
        assertThat(cluster.metric(2, "scrub_damaged_total")).isPositive();
    }

    private static void flipABit(Path node, String database) throws IOException {
        try (Stream<Path> files = Files.walk(node.resolve("data").resolve(database))) {
            Path block =
                    files.filter(file -> file.toString().endsWith(".block"))
                            .findFirst()
                            .orElseThrow();
            byte[] bytes = Files.readAllBytes(block);
            bytes[bytes.length / 3] ^= 4;
            Files.write(block, bytes, StandardOpenOption.WRITE);
        }
    }

    private static boolean isIn(String state, String node) {
        CommandLineRun shards = cluster.run("shards", "--db", "rotten", "-o", "json");
        for (JsonNode owner : shards.json().at("/shards/0/owners")) {
            if (owner.get("node").asText().equals(node)) {
                return owner.get("state").asText().equals(state);
            }
        }
        throw new AssertionError(node + " owns nothing: " + shards.out());
    }

    @Test
    void anOldBackupBringsNothingBackThatWasDeleted() throws Exception {
        Ledger ledger = new Ledger();
        cluster.query(1, "", "CREATE DATABASE past");
        ledger.write(cluster, 1, "past", "all", 0, 1000);
        cluster.mustWrite(1, "past", "all", Ledger.line("gone", Ledger.time(0), 1));
        cluster.stop("data-3");
        Path backup = dir.resolve("backup");
        copyTree(cluster.folder("data-3"), backup);
        cluster.startNode("data-3");
        DevCluster.Reply deleted = cluster.query(1, "past", "DELETE FROM m WHERE s = 'gone'");
        assertThat(deleted.body()).doesNotContain("error");
        for (int node = 1; node <= 3; node++) {
            Path folder = cluster.folder("data-" + node).resolve("data").resolve("past");
            Waiting.until("the delete has settled and is purged", () -> hasPurged(folder));
        }

        cluster.stop("data-3");
        DevCluster.removeTree(cluster.folder("data-3"));
        copyTree(backup, cluster.folder("data-3"));
        cluster.startNode("data-3");
        ledger.write(cluster, 3, "past", "quorum", 1000, 1500);

        Waiting.until(
                "data-3 holds what the others hold",
                () -> {
                    for (int node = 1; node <= 3; node++) {
                        ledger.assertIsExactly(
                                "a query at data-" + node,
                                cluster.query(node, "past", Ledger.QUERY));
                    }
                    return cluster.run("check", "--db", "past").exitCode() == 0;
                });
        for (int node = 1; node <= 3; node++) {
            ledger.assertIsExactly("data-" + node, local(node, "past"));
        }
    }

    /** The log of deletes that had the delete in it has been replaced by a later generation. */
    private static boolean hasPurged(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().matches("deletes\\.\\d+"));
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
