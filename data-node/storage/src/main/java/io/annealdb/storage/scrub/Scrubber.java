package io.annealdb.storage.scrub;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.annealdb.points.ShardId;
import io.annealdb.points.time.Scheduler;
import io.annealdb.storage.DamagedException;
import io.annealdb.storage.FileScrub;
import io.annealdb.storage.Shard;
import io.annealdb.storage.ShardScrub;
import io.annealdb.storage.disk.Directory;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes over all shards of a node, one file at a time, step by step as the pace allows. A pass
 * that a restart interrupts goes on at the file where it stood. Its state is guarded by itself; a
 * step is short.
 */
public final class Scrubber implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Scrubber.class);

    /** A restart repeats at most what was read in that time. */
    private static final Duration KEEP_EVERY = Duration.ofSeconds(10);

    private final ScrubOptions options;
    private final ScrubPace pace;
    private final Supplier<List<Shard>> shards;
    private final Directory directory;
    private final Scheduler scheduler;
    private final InstantSource clock;
    private final Counter bytes;
    private final Counter blocks;
    private final Counter damaged;
    private final Counter failures;
    private ScrubProgress progress;
    private long keptMillis;
    private Optional<FileScrub> current = Optional.empty();
    private long blocksCounted;
    private Scheduler.Task next = () -> {};
    private boolean closed;

    /**
     * @param shards those that the node holds now
     * @param directory in which progress is kept
     */
    public Scrubber(
            ScrubOptions options,
            Supplier<List<Shard>> shards,
            Directory directory,
            Scheduler scheduler,
            InstantSource clock,
            MetricRegistry metrics)
            throws IOException {
        this.options = options;
        this.pace = new ScrubPace(options.bytesPerSecondMax());
        this.shards = shards;
        this.directory = directory;
        this.scheduler = scheduler;
        this.clock = clock;
        this.bytes = metrics.counter("scrub.bytes");
        this.blocks = metrics.counter("scrub.blocks");
        this.damaged = metrics.counter("scrub.damaged");
        this.failures = metrics.counter("scrub.failures");
        this.progress = ScrubProgress.read(directory);
        metrics.gauge("scrub.pass.age", () -> (Gauge<Long>) this::passAgeSeconds);
    }

    /** Seconds since a pass last came to its end; since the first began if none has. */
    private synchronized long passAgeSeconds() {
        long since = progress.endedMillis() > 0 ? progress.endedMillis() : progress.beganMillis();
        return since == 0 ? 0 : Math.max(0, clock.millis() - since) / 1_000;
    }

    /** Goes on with the pass that was under way, or waits for the next one's time. */
    public synchronized void start() {
        if (options.enabled()) {
            plan(progress.under() ? Duration.ZERO : untilNextPass());
        }
    }

    private Duration untilNextPass() {
        return ScrubPace.untilPass(progress.beganMillis(), options.interval(), clock.millis());
    }

    private void plan(Duration pause) {
        if (!closed) {
            next = scheduler.after(pause, this::step);
        }
    }

    private synchronized void step() {
        if (closed) {
            return;
        }
        long startMillis = clock.millis();
        long read = 0;
        try {
            if (!progress.under()) {
                progress = progress.began(startMillis);
                keep();
            }
            while (progress.under() && read < pace.stepBytes()) {
                read += readOn(pace.stepBytes() - read);
            }
        } catch (IOException | RuntimeException e) {
            failures.inc();
            LOG.warn("Scrub cannot go on with {}; it goes on behind it.", place(), e);
            passOver();
        }
        plan(
                progress.under()
                        ? pace.pauseAfter(read, clock.millis() - startMillis)
                        : untilNextPass());
    }

    private void passOver() {
        if (current.isPresent()) {
            fileDone();
        } else {
            shardDone();
        }
    }

    private String place() {
        String file = current.map(FileScrub::name).orElse("its logs");
        return "shard " + progress.shard() + ", " + file;
    }

    /** Reads some bytes, or makes one move to where the next ones are. */
    private long readOn(long bytesMax) throws IOException {
        if (current.isEmpty()) {
            return nextFile();
        }
        try {
            long read = current.get().step(bytesMax);
            bytes.inc(read);
            if (read == 0) {
                fileDone();
            }
            return read;
        } catch (DamagedException e) {
            damaged.inc();
            fileDone(); // the shard has said what it is
            return 0;
        } finally {
            current.ifPresent(this::countBlocks);
        }
    }

    private void countBlocks(FileScrub file) {
        blocks.inc(file.blocks() - blocksCounted);
        blocksCounted = file.blocks();
    }

    /** The next file of this shard; behind its last one its logs, then the next shard. */
    private long nextFile() throws IOException {
        ShardId from = progress.shard();
        Optional<Shard> shard =
                shards.get().stream()
                        .filter(held -> held.spec().id().compareTo(from) >= 0)
                        .min(Comparator.comparing(held -> held.spec().id()));
        if (shard.isEmpty()) {
            progress = progress.ended(clock.millis());
            LOG.info("A scrub of all shards has come to its end.");
            keep();
            return 0;
        }
        ShardId id = shard.get().spec().id();
        String after = id.equals(from) ? progress.file() : "";
        current = shard.get().scrub().fileAfter(after);
        blocksCounted = 0;
        progress = progress.at(id, after);
        if (current.isPresent()) {
            return 0;
        }
        ShardScrub.Logs logs = shard.get().scrub().logs();
        bytes.inc(logs.bytes());
        damaged.inc(logs.damaged());
        shardDone();
        return logs.bytes();
    }

    private void shardDone() {
        progress = progress.at(new ShardId(progress.shard().value() + 1), "");
    }

    private void fileDone() {
        if (current.isPresent()) {
            FileScrub done = current.get();
            countBlocks(done);
            current = Optional.empty();
            progress = progress.at(progress.shard(), done.name());
            done.close();
        }
        if (clock.millis() - keptMillis >= KEEP_EVERY.toMillis()) {
            keep();
        }
    }

    private void keep() {
        keptMillis = clock.millis();
        try {
            progress.write(directory);
        } catch (IOException e) {
            failures.inc();
            LOG.warn("The scrub's progress cannot be kept; a restart repeats some of it.", e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        next.cancel();
        current.ifPresent(FileScrub::close);
        current = Optional.empty();
        if (progress.under()) {
            keep();
        }
    }
}
