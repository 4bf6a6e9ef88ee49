package io.annealdb.data.node;

import io.annealdb.meta.client.MetaService;
import io.annealdb.meta.client.MetaUnavailableException;
import io.annealdb.points.time.Scheduler;
import io.annealdb.proto.HeartbeatReply;
import io.annealdb.proto.HeartbeatRequest;
import java.io.Closeable;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells meta once a second that this node lives, and what troubles it. */
final class Heartbeats implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final MetaService meta;
    private final Scheduler scheduler;
    private final Supplier<HeartbeatRequest> beat;
    private final Consumer<HeartbeatReply> heard;
    private Optional<Scheduler.Task> task = Optional.empty();
    private volatile boolean away;

    /**
     * @param beat what to say now
     * @param heard told what meta answers
     */
    Heartbeats(
            MetaService meta,
            Scheduler scheduler,
            Supplier<HeartbeatRequest> beat,
            Consumer<HeartbeatReply> heard) {
        this.meta = meta;
        this.scheduler = scheduler;
        this.beat = beat;
        this.heard = heard;
    }

    synchronized void start() {
        scheduler.execute(this::beat);
        task = Optional.of(scheduler.every(EVERY, this::beat));
    }

    private void beat() {
        try {
            HeartbeatReply reply = meta.heartbeat(beat.get());
            if (away) {
                away = false;
                LOG.info("Meta answers again.");
            }
            heard.accept(reply);
        } catch (MetaUnavailableException e) {
            if (!away) {
                away = true;
                LOG.warn("Meta does not answer; this node goes on. {}", e.getMessage());
            }
        }
    }

    @Override
    public synchronized void close() {
        task.ifPresent(Scheduler.Task::cancel);
    }
}
