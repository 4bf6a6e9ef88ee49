package io.annealdb.repair.compare;

import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.digest.HashKey;
import io.annealdb.points.digest.ItemHash;
import io.annealdb.repair.job.HopPhase;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.ring.Hop;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * What a hop sends for given rows, to the byte: encodes them in the chunks that a hop would cut,
 * and sends them nowhere.
 */
public final class PayloadMeter {
    private static final Hop SOMEWHERE = new Hop(new NodeId(1), new NodeId(2));
    private static final InstantSource NO_TIME = InstantSource.fixed(Instant.EPOCH);

    private final ItemHash hash = new ItemHash(new HashKey(0, 0));
    private final HopMeter meter = new HopMeter(SOMEWHERE, NO_TIME, HopProgress.SILENT);
    private final RowSender sender;

    /**
     * @param rate bytes a second, which bounds a chunk; 0 is unlimited
     */
    public PayloadMeter(long rate) {
        Throttle real = RateThrottle.of(rate, NO_TIME, (Duration time) -> {});
        meter.enter(HopPhase.COMPARING);
        sender = new RowSender(new Nowhere(), new ChunkSize(real), meter);
    }

    /**
     * Takes what a hop sends of one series in one window. To be called in the order in which a hop
     * tells: by window, by bucket, by series.
     *
     * @param rows in order of time, then stamp
     */
    public void add(SeriesKey series, Rows rows) {
        Leaf leaf = new Leaf(series, rows, hash, List.of());
        try {
            sender.found(leaf, LeafDecision.all(leaf));
        } catch (IOException e) {
            throw new IllegalStateException("nothing is sent anywhere", e);
        }
    }

    /** Points, values and payload bytes of all that was added; nothing may be added afterwards. */
    public HopReport finish() {
        try {
            sender.finish();
        } catch (IOException e) {
            throw new IllegalStateException("nothing is sent anywhere", e);
        }
        return meter.report();
    }

    /** Cuts chunks as the real throttle does, and holds none back. */
    private record ChunkSize(Throttle real) implements Throttle {
        @Override
        public void beforeSending(long bytes) {}

        @Override
        public int chunkBytesMax(int wanted) {
            return real.chunkBytesMax(wanted);
        }
    }

    private static final class Nowhere implements Successor {
        @Override
        public byte[] ask(byte[] question) {
            throw new IllegalStateException("nobody is asked");
        }

        @Override
        public PushSession push() {
            return new PushSession() {
                @Override
                public void send(byte[] chunk) {}

                @Override
                public PushOutcome finish() {
                    return new PushOutcome(0, 0);
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public long copyFiles(Throttle throttle, LongConsumer sent) {
            throw new IllegalStateException("no files are copied");
        }
    }
}
