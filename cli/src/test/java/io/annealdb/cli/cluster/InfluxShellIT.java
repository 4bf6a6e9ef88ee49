package io.annealdb.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfluxShellIT {
    @TempDir Path dir;

    @Test
    void theInfluxShellCreatesInsertsSelectsAndLists() throws Exception {
        assumeTrue(
                installed(),
                "Debian's influxdb-client is not installed: the influx shell is not tried");
        try (DevCluster cluster = DevCluster.start(dir, 1, 1)) {
            assertThat(influx(cluster, "CREATE DATABASE shop")).isEmpty();
            assertThat(influx(cluster, "SHOW DATABASES")).contains("shop");
            assertThat(influx(cluster, "INSERT INTO autogen till,site=a total=3.5,open=true 1000"))
                    .isEmpty();
            assertThat(influx(cluster, "SELECT * FROM till"))
                    .isEqualTo(
                            "name: till\ntime open site total\n---- ---- ---- -----\n1000 true a    3.5\n");
            assertThat(influx(cluster, "SHOW MEASUREMENTS")).contains("till");
            assertThat(influx(cluster, "SHOW TAG KEYS")).contains("site");
            assertThat(influx(cluster, "SHOW FIELD KEYS")).contains("total").contains("float");
            assertThat(influx(cluster, "SHOW SERIES")).contains("till,site=a");
            assertThat(influx(cluster, "SELECT mean(total) FROM till GROUP BY site"))
                    .contains("3.5");
        }
    }

    private static String influx(DevCluster cluster, String statement) throws Exception {
        Process shell =
                new ProcessBuilder(
                                "influx",
                                "-host",
                                "127.0.0.1",
                                "-port",
                                Integer.toString(cluster.httpPort()),
                                "-database",
                                "shop",
                                "-execute",
                                statement)
                        .redirectErrorStream(true)
                        .start();
        String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(out).isZero();
        return out;
    }

    private static boolean installed() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> new File(folder, "influx").canExecute());
    }
}
