package io.annealdb.data.hint;

import io.annealdb.data.hint.HintQueue.Batch;
import io.annealdb.data.hint.UnassignedResolver.Resolved;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.time.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties {@code hh/unassigned}: batch by batch, once meta says which groups there are. Tried again
 * after the same pause each time. At most one step runs at a time.
 */
final class UnassignedDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(UnassignedDelivery.class);

    private final HintQueue queue;
    private final UnassignedResolver resolver;
    private final Duration pause;
    private final Scheduler scheduler;
    private final HintCounters counters;
    private final long batchBytes;
    private boolean scheduled;
    private boolean closed;

    UnassignedDelivery(
            HintQueue queue,
            UnassignedResolver resolver,
            Duration pause,
            Scheduler scheduler,
            HintCounters counters,
            long batchBytes) {
        this.queue = queue;
        this.resolver = resolver;
        this.pause = pause;
        this.scheduler = scheduler;
        this.counters = counters;
        this.batchBytes = batchBytes;
    }

    synchronized void appended() {
        if (!scheduled && !closed) {
            scheduled = true;
            scheduler.after(pause, this::step);
        }
    }

    synchronized void close() {
        closed = true;
    }

    private void step() {
        try {
            Batch batch = queue.next(batchBytes, Long.MIN_VALUE);
            if (batch.isEmpty()) {
                ended();
                return;
            }
            List<CompletableFuture<Resolved>> parts = new ArrayList<>();
            for (Hint hint : batch.hints()) {
                parts.add(resolve(hint));
            }
            CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                    .thenAccept(
                            none -> resolved(batch, parts.stream().map(p -> p.join()).toList()));
        } catch (IOException | RuntimeException e) {
            LOG.warn("points without a shard group cannot be read: {}", e.toString());
            again(pause);
        }
    }

    private CompletableFuture<Resolved> resolve(Hint hint) {
        try {
            return resolver.resolve(hint.databaseId(), hint.policy(), hint.rows());
        } catch (MalformedException e) {
            LOG.error("points without a shard group are unreadable: {}", e.getMessage());
            return CompletableFuture.completedFuture(Resolved.DROPPED);
        }
    }

    private void resolved(Batch batch, List<Resolved> parts) {
        if (parts.contains(Resolved.NOT_YET)) {
            counters.failed.mark();
            again(pause);
            return;
        }
        try {
            queue.confirm(batch);
            counters.sent.mark(batch.points());
            counters.discarded.mark(parts.stream().filter(Resolved.DROPPED::equals).count());
            again(Duration.ZERO);
        } catch (IOException e) {
            LOG.warn("delivered points cannot be confirmed: {}", e.toString());
            again(pause);
        }
    }

    private synchronized void again(Duration wait) {
        if (!closed) {
            scheduler.after(wait, this::step);
        }
    }

    private synchronized void ended() {
        scheduled = false;
        if (queue.bytes() > 0) {
            appended();
        }
    }
}
