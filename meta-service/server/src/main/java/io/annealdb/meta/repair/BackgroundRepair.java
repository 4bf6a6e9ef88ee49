package io.annealdb.meta.repair;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.annealdb.meta.liveness.LivenessTable;
import io.annealdb.meta.log.Leadership;
import io.annealdb.meta.log.RaftLog;
import io.annealdb.points.Stamp;
import io.annealdb.repair.antientropy.AntiEntropy;
import io.annealdb.repair.antientropy.AntiEntropyCounts;
import io.annealdb.repair.antientropy.BackgroundJobs;
import io.annealdb.repair.antientropy.ClusterWatch;
import io.annealdb.repair.compare.Sleeper;
import io.annealdb.repair.coordinator.JournalUnavailableException;
import io.annealdb.wire.Channels;
import java.io.Closeable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Background anti-entropy while this node leads, on a thread of its own; it ends at once when
 * another node leads, and the next leader begins anew.
 */
public final class BackgroundRepair implements Leadership.Listener, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundRepair.class);
    private static final long CLOSE_MILLIS_MAX = 2_000;
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

    private final ClusterWatch cluster;
    private final BackgroundJobs jobs;
    private final InstantSource clock;
    private final String name;
    private final Promises promises;
    private final AntiEntropyCounts counts = new AntiEntropyCounts();
    // Under this object's lock.
    private Thread thread;
    private boolean closed;

    public BackgroundRepair(
            RaftLog log,
            LivenessTable liveness,
            CertificateAges certificates,
            Channels channels,
            InstantSource clock,
            RandomGenerator random,
            MetricRegistry metrics,
            String name) {
        this.cluster =
                new LeaderWatch(
                        log::image, liveness, new DataNodeOwners(channels, log::image, clock));
        this.jobs = new LeaderJobs(log, certificates, clock, random);
        this.clock = clock;
        this.name = name;
        this.promises = new Promises(log::image, counts::promises, clock, metrics);
        metrics.register(
                "antientropy.enabled",
                (Gauge<Integer>) () -> log.image().repairConfig().enabled() ? 1 : 0);
        metrics.register(
                "repair.settled.lag.seconds",
                (Gauge<Long>) () -> settledLag(liveness.closed().least(log.image()), clock));
        metrics.register("antientropy.checks", (Gauge<Long>) counts::calls);
        metrics.register("antientropy.check.bytes", (Gauge<Long>) counts::bytes);
        metrics.register("antientropy.shards.checked", (Gauge<Long>) counts::checkedShards);
        metrics.register("antientropy.shards.differing", (Gauge<Long>) counts::differing);
        metrics.register("antientropy.mismatches", (Gauge<Long>) counts::mismatches);
        metrics.register("antientropy.jobs.started", (Gauge<Long>) counts::jobsStarted);
        metrics.register("antientropy.oldest.check.seconds", (Gauge<Long>) this::oldestSeconds);
    }

    /** How far R is behind the wall clock; -1 while it is not known. */
    private static long settledLag(OptionalLong least, InstantSource clock) {
        return least.isEmpty()
                ? -1
                : Duration.ofMillis(clock.millis() - new Stamp(least.getAsLong(), 0, 0).millis())
                        .toSeconds();
    }

    /** What is promised, by jobs and for shards that wait for one. */
    public Promises promises() {
        return promises;
    }

    /** 0 where this node does not lead. */
    private long oldestSeconds() {
        Instant oldest = counts.oldestCheck();
        return oldest.equals(Instant.MAX)
                ? 0
                : Duration.between(oldest, clock.instant()).toSeconds();
    }

    @Override
    public synchronized void gained() {
        if (closed || thread != null) {
            return;
        }
        thread = new Thread(this::run, name + "-anti-entropy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public synchronized void lost() {
        if (thread != null) {
            thread.interrupt();
            thread = null;
        }
        counts.nothingSeen();
    }

    private void run() {
        AntiEntropy work = new AntiEntropy(cluster, jobs, clock, counts);
        try {
            while (isCurrent()) {
                Sleeper.THREAD.sleep(step(work));
            }
        } catch (InterruptedException e) {
            LOG.debug("Another node sees to the replicas.", e);
        }
    }

    private Duration step(AntiEntropy work) {
        try {
            return work.step();
        } catch (JournalUnavailableException e) {
            LOG.info("Nothing is repaired unasked for now: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("A step of background repair failed; this is a bug.", e);
        }
        return AFTER_TROUBLE;
    }

    private synchronized boolean isCurrent() {
        return thread == Thread.currentThread();
    }

    @Override
    public void close() {
        Thread stopping;
        synchronized (this) {
            closed = true;
            stopping = thread;
            lost();
        }
        if (stopping != null) {
            try {
                stopping.join(CLOSE_MILLIS_MAX);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
