package io.annealdb.data.node;

import io.annealdb.points.FieldType;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Shape;
import io.annealdb.points.Stamp;
import io.annealdb.repair.job.HopReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast a lost shard is copied, against the plainest stream of the same files over the same kind
 * of channel. Two real nodes in this process, gRPC over loopback, real files; a copy counts from
 * the hop's order to its report: roots, files, checksums, fsync, manifest, digest. Run by hand:
 *
 * <pre>
 *   mvn -q -Pbench test -pl data-node/server -am -Dtest=CopyBench
 * </pre>
 */
class CopyBench {
    private static final int ROUNDS = 5;
    private static final int POINTS = 1 << 17;
    private static final int TEXT_BYTES = 6 << 10;
    private static final int BATCH = 512;
    private static final Shape SHAPE =
            new Shape(List.of(new Shape.Column("body", FieldType.STRING)));

    @TempDir Path root;

    @Test
    void measure() throws Exception {
        try (TwoOwners owners = TwoOwners.start(root.resolve("cluster"));
                PlainStream plain = new PlainStream(root.resolve("plain"), false);
                PlainStream forced = new PlainStream(root.resolve("forced"), true)) {
            fill(owners);
            List<Double> copies = new ArrayList<>();
            List<Double> plains = new ArrayList<>();
            List<Double> forceds = new ArrayList<>();
            for (int round = -1; round < ROUNDS; round++) {
                owners.lose(2); // what a start stirs up is over before the copy begins
                List<Path> files = blockFiles(owners.cluster().folder(1));
                double plainly = rate(() -> plain.send(files));
                double toDisk = rate(() -> forced.send(files));
                double copied = copy(owners);
                System.out.printf(
                        "%s copy %.0f MB/s, plain stream %.0f, plain stream and fsync %.0f%n",
                        round < 0 ? "warming up:" : "round " + round + ":",
                        copied,
                        plainly,
                        toDisk);
                if (round >= 0) {
                    copies.add(copied);
                    plains.add(plainly);
                    forceds.add(toDisk);
                }
            }
            System.out.printf(
                    "medians: copy %.0f MB/s, %.0f %% of a plain stream, %.0f %% of one with"
                            + " fsync%n",
                    median(copies),
                    100 * median(copies) / median(plains),
                    100 * median(copies) / median(forceds));
        }
    }

    private static void fill(TwoOwners owners) {
        Random random = new Random(1);
        byte[] alphabet =
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes();
        for (int from = 0; from < POINTS; from += BATCH) {
            Rows.Builder rows = Rows.builder();
            int stamp = rows.stamp(new Stamp(Stamp.hlcOf(1_700_000_000_000L + from, 0), 1, 1));
            for (int i = from; i < from + BATCH; i++) {
                byte[] text = new byte[TEXT_BYTES];
                for (int at = 0; at < TEXT_BYTES; at += 5) {
                    int bits = random.nextInt();
                    for (int j = at; j < Math.min(at + 5, TEXT_BYTES); j++, bits >>>= 6) {
                        text[j] = alphabet[bits & 63];
                    }
                }
                rows.row(
                                rows.series(SeriesKey.of("log", Map.of("host", "h" + i % 100))),
                                owners.from() + i * 1_000_000_000L,
                                rows.shape(SHAPE),
                                stamp)
                        .value(rows.text(text));
            }
            owners.store(1, rows.build());
        }
    }

    private static double copy(TwoOwners owners) throws Exception {
        double rate =
                rate(
                        () -> {
                            HopReport report = owners.hop();
                            if (!report.shardCopied()) {
                                throw new AssertionError("nothing was copied: " + report);
                            }
                            return report.payloadBytes();
                        });
        if (!owners.equal()) {
            throw new AssertionError("the copy differs");
        }
        return rate;
    }

    private static List<Path> blockFiles(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("data"))) {
            return all.filter(path -> path.toString().endsWith(".block")).sorted().toList();
        }
    }

    private interface Sending {
        long bytes() throws Exception;
    }

    /** MB/s. */
    private static double rate(Sending sending) throws Exception {
        long begin = System.nanoTime();
        long bytes = sending.bytes();
        return bytes * 1e3 / (System.nanoTime() - begin);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
