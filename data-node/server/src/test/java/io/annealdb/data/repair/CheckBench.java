package io.annealdb.data.repair;

import com.codahale.metrics.MetricRegistry;
import io.annealdb.data.testing.StepScheduler;
import io.annealdb.points.FieldType;
import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.Shape;
import io.annealdb.points.ShardId;
import io.annealdb.points.Stamp;
import io.annealdb.points.TimeRange;
import io.annealdb.points.codec.RowsCodec;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.HashKey;
import io.annealdb.repair.compare.HopProgress;
import io.annealdb.repair.compare.HopSource;
import io.annealdb.repair.compare.HopSuccessor;
import io.annealdb.repair.compare.PushOutcome;
import io.annealdb.repair.compare.PushSession;
import io.annealdb.repair.compare.Successor;
import io.annealdb.repair.compare.Throttle;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.ring.Hop;
import io.annealdb.storage.EngineOptions;
import io.annealdb.storage.LocalEngine;
import io.annealdb.storage.PinnedFiles;
import io.annealdb.storage.Shard;
import io.annealdb.storage.ShardSpec;
import io.annealdb.storage.ShardView;
import io.annealdb.storage.disk.FileDirectory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What it costs two owners to find out whether they hold the same: by sending all data, by a
 * checksum a block, by digest. Real storage on a real disk, both owners in this process. Run it by
 * hand on a quiet machine:
 *
 * <pre>
 *   mvn -q -Pbench test -pl data-node/server -am -Dtest=CheckBench
 * </pre>
 */
class CheckBench {
    private static final int SERIES = 1000;
    private static final long STEP = 10_000_000_000L;
    private static final int STEPS_A_BATCH = 50;
    private static final int PAGE_ROWS = 8192;
    private static final int CHUNK_BYTES = 1 << 20;

    /** First and last time, checksum and count of a block, a short name of its series. */
    private static final int BLOCK_ENTRY_BYTES = 22;

    private static final Shape SHAPE =
            new Shape(List.of(new Shape.Column("usage_idle", FieldType.FLOAT)));

    private final StepScheduler time = new StepScheduler(Instant.EPOCH);

    @TempDir Path folder;

    /** Of the owner that is asked, but for a hop, where it is both owners' together. */
    private record Cost(double cpuMillis, long blocksRead, long bytes) {}

    private interface Work {
        /** Does it; returns the bytes that cross the wire. */
        long run() throws IOException;
    }

    private static Cost cost(Shard shard, Work work) throws IOException {
        long blocks = shard.blocksRead();
        long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long bytes = work.run();
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin;
        return new Cost(nanos / 1e6, shard.blocksRead() - blocks, bytes);
    }

    @Test
    void measure() throws IOException {
        for (int steps : new int[] {1000, 10_000}) {
            measure(steps);
        }
    }

    private void measure(int steps) throws IOException {
        Path one = folder.resolve("a" + steps);
        Path other = folder.resolve("b" + steps);
        ShardSpec spec =
                new ShardSpec(
                        new ShardId(7),
                        "bench",
                        "autogen",
                        new GridGeometry(new TimeRange(0, steps * STEP), new HashKey(11, 13)));
        try (LocalEngine a = open(one)) {
            fill(a.openOrCreate(spec), steps, -1);
        }
        try (LocalEngine b = open(other)) {
            fill(b.openOrCreate(spec), steps, steps * 7 / 10);
        }
        try (LocalEngine a = open(one);
                LocalEngine b = open(other)) {
            Shard shard = a.shard(spec.id()).orElseThrow();
            Shard lacking = b.shard(spec.id()).orElseThrow();
            print(steps, "digest, just after a restart", cost(shard, () -> check(shard)));
            for (int i = 0; i < 2000; i++) {
                check(shard);
            }
            print(steps, "digest", cost(shard, () -> check(shard)));
            Cost byData = cost(shard, () -> sendAll(shard));
            print(steps, "data", byData);
            Cost byBlock = cost(shard, () -> checksums(shard, byData.blocksRead));
            print(steps, "block checksum", byBlock);
            long theirBlocks = lacking.blocksRead();
            Cost hop = cost(shard, () -> hop(a, shard, b, lacking).metadataBytes());
            print(steps, "hop, 1 point lacking", hop);
            System.out.println(
                    "  blocks the successor read: " + (lacking.blocksRead() - theirBlocks));
        }
    }

    private static void print(int steps, String how, Cost cost) {
        System.out.printf(
                "%,12d points  %-30s %,12d bytes %,10.2f ms CPU %,8d blocks%n",
                (long) SERIES * steps, how, cost.bytes, cost.cpuMillis, cost.blocksRead);
    }

    private LocalEngine open(Path root) throws IOException {
        return LocalEngine.open(
                EngineOptions.defaults(),
                new FileDirectory(root),
                time,
                time,
                new MetricRegistry());
    }

    private static void fill(Shard shard, int steps, int lackingStep) throws IOException {
        List<SeriesKey> series = new ArrayList<>();
        for (int i = 0; i < SERIES; i++) {
            series.add(SeriesKey.of("cpu", Map.of("host", "host-" + i, "region", "eu-central-1")));
        }
        for (int from = 0; from < steps; from += STEPS_A_BATCH) {
            Rows.Builder rows = Rows.builder();
            for (int step = from; step < Math.min(steps, from + STEPS_A_BATCH); step++) {
                int stamp = rows.stamp(new Stamp(Stamp.hlcOf(1_000_000 + step * 10_000L, 0), 1, 1));
                for (int i = 0; i < SERIES; i++) {
                    if (step != lackingStep || i != 421) {
                        rows.row(rows.series(series.get(i)), step * STEP, rows.shape(SHAPE), stamp)
                                .value(value(i, step));
                    }
                }
            }
            shard.store(rows.build());
        }
        shard.compactFully();
    }

    private static long value(int series, int step) {
        return Double.doubleToRawLongBits(Math.round(1000 * Math.sin(series + step * 0.01)) / 10.0);
    }

    /** What an owner does to answer that it is equal; the bytes are those of HopSource's talk. */
    private static long check(Shard shard) throws IOException {
        return shard.root().content().values() > 0 ? 43 : 0;
    }

    /** Reads all there is, and encodes it as a full copy by rows would. */
    private static long sendAll(Shard shard) throws IOException {
        long bytes = 0;
        try (ShardView view = shard.view()) {
            for (SeriesKey series : view.series(new SeriesPredicate.Every())) {
                Rows page =
                        view.versions(
                                series, Long.MIN_VALUE, Long.MAX_VALUE, PAGE_ROWS, CHUNK_BYTES);
                while (!page.isEmpty()) {
                    bytes += RowsCodec.encode(page).length;
                    long next = page.time(page.size() - 1) + 1;
                    page = view.versions(series, next, Long.MAX_VALUE, PAGE_ROWS, CHUNK_BYTES);
                }
            }
        }
        return bytes;
    }

    /** Reads the files' bytes and sums them up; nothing is decoded. */
    private static long checksums(Shard shard, long blocks) throws IOException {
        CRC32C crc = new CRC32C();
        try (PinnedFiles pinned = shard.pinFiles()) {
            for (PinnedFiles.PinnedFile file : pinned.files()) {
                for (long at = 0; at < file.bytes(); at += CHUNK_BYTES) {
                    int length = (int) Math.min(CHUNK_BYTES, file.bytes() - at);
                    crc.update(pinned.read(file, at, length));
                }
            }
        }
        return blocks * BLOCK_ENTRY_BYTES;
    }

    private HopReport hop(LocalEngine a, Shard from, LocalEngine b, Shard to) throws IOException {
        HopReport report =
                new HopSource(
                                new Hop(new NodeId(1), new NodeId(2)),
                                new StorageReplica(from, new DeleteIntake(a, from)),
                                new Here(new StorageReplica(to, new DeleteIntake(b, to))),
                                Throttle.NONE,
                                time,
                                HopProgress.SILENT)
                        .run();
        if (report.pointsSent() != 1) {
            throw new AssertionError("one point lacks, sent were " + report.pointsSent());
        }
        return report;
    }

    /** A successor in this process that answers and keeps nothing. */
    private static final class Here implements Successor {
        private final HopSuccessor answers;

        Here(StorageReplica replica) {
            this.answers = new HopSuccessor(replica);
        }

        @Override
        public byte[] ask(byte[] question) throws IOException {
            return answers.answer(question);
        }

        @Override
        public PushSession push() {
            return new PushSession() {
                @Override
                public void send(byte[] chunk) {}

                @Override
                public PushOutcome finish() {
                    answers.close();
                    return new PushOutcome(0, 0);
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public long copyFiles(Throttle throttle, LongConsumer sent) {
            throw new AssertionError("nothing is missing");
        }
    }
}
