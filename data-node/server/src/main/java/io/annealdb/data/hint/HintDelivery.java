package io.annealdb.data.hint;

import io.annealdb.data.hint.HintQueue.Batch;
import io.annealdb.data.peer.Peer;
import io.annealdb.data.peer.PeerException;
import io.annealdb.data.peer.PeerHealth;
import io.annealdb.data.peer.ReplicaReply;
import io.annealdb.data.peer.ShardDelete;
import io.annealdb.data.peer.ShardWrite;
import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import io.annealdb.points.ShardId;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.time.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the queue of one node: batch by batch, the next one when the node has confirmed the last.
 *
 * <pre>
 *   IDLE ── a hint comes ─▶ BLOCKED ── pause over, or the node is heard ─▶ SENDING ─▶ IDLE, when empty
 *                              ▲                                              │
 *                              └──────── no answer: a longer pause ───────────┘
 * </pre>
 *
 * At most one step runs at a time; {@code this} guards state.
 */
final class HintDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(HintDelivery.class);

    enum State {
        IDLE,
        SENDING,
        BLOCKED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What becomes of hints that are not sent. */
    interface Unsent {
        /** Whether meta has dropped that shard, or the database, or has removed the node. */
        boolean dropped(NodeId node, Hint hint);

        /** Notes durably that a hint was given up. */
        void owed(NodeId node, Hint hint, Debt.Why why) throws IOException;

        /** Keeps durably, and apart, a hint whose shard has settled above its stamp. */
        void settledAbove(NodeId node, Hint hint) throws IOException;
    }

    /**
     * @param bytesPerSecondMax 0 is unlimited
     */
    record Pace(
            Duration retry,
            Duration retryMax,
            Duration ageMax,
            long bytesPerSecondMax,
            long batchBytes) {}

    private final HintQueue queue;
    private final Supplier<Peer> peer;
    private final NodeId node;
    private final PeerHealth health;
    private final Unsent unsent;
    private final Pace pace;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Scheduler scheduler;
    private final HintCounters counters;
    private final DeliverySlots slots;
    private final Map<ShardId, Long> settled = new HashMap<>(); // as the node says; one step's own
    private State state = State.IDLE;
    private Optional<Scheduler.Task> pause = Optional.empty();
    private int failures;
    private boolean closed;

    HintDelivery(
            HintQueue queue,
            Supplier<Peer> peer,
            NodeId node,
            PeerHealth health,
            Unsent unsent,
            Pace pace,
            InstantSource clock,
            RandomGenerator random,
            Scheduler scheduler,
            HintCounters counters,
            DeliverySlots slots) {
        this.queue = queue;
        this.peer = peer;
        this.node = node;
        this.health = health;
        this.unsent = unsent;
        this.pace = pace;
        this.clock = clock;
        this.random = random;
        this.scheduler = scheduler;
        this.counters = counters;
        this.slots = slots;
    }

    synchronized State state() {
        return state;
    }

    /** Something was appended: it is tried after a pause, since the node has just failed. */
    synchronized void appended() {
        if (state == State.IDLE && !closed) {
            state = State.BLOCKED;
            pause = Optional.of(scheduler.after(pauseAfter(0), this::begin));
        }
    }

    /** The node answers again: no need to wait. */
    synchronized void returned() {
        failures = 0;
        if (state == State.BLOCKED && pause.isPresent() && !closed) {
            pause.get().cancel();
            pause = Optional.of(scheduler.after(Duration.ZERO, this::begin));
        }
    }

    synchronized void close() {
        closed = true;
        pause.ifPresent(Scheduler.Task::cancel);
        pause = Optional.empty();
    }

    private void begin() {
        synchronized (this) {
            if (closed || state != State.BLOCKED || pause.isEmpty()) {
                return;
            }
            pause = Optional.empty();
        }
        slots.take(
                () -> {
                    synchronized (this) {
                        state = State.SENDING;
                    }
                    step();
                });
    }

    /** Sends one batch; what comes of it schedules the next step. */
    private void step() {
        synchronized (this) {
            if (closed) {
                slots.release();
                return;
            }
        }
        try {
            long now = clock.millis();
            Batch batch = queue.next(pace.batchBytes, now - pace.ageMax.toMillis());
            if (batch.isEmpty()) {
                emptied();
                return;
            }
            for (Hint hint : wanted(batch.expired())) {
                unsent.owed(node, hint, Debt.Why.EXPIRED);
                counters.owed.mark();
            }
            List<Hint> hints = wanted(batch.hints());
            if (hints.isEmpty()) {
                done(batch, Duration.ZERO);
            } else if (health.live(node)) {
                send(batch, hints);
            } else {
                failed(health.trouble(node));
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("hints for node {} cannot be read or confirmed: {}", node, e.toString());
            failed(e.toString());
        }
    }

    /** Without those that nobody needs any more, and those that must not be stored any more. */
    private List<Hint> wanted(List<Hint> hints) throws IOException {
        List<Hint> wanted = new ArrayList<>();
        for (Hint hint : hints) {
            if (unsent.dropped(node, hint)) {
                counters.discarded.mark();
            } else if (hint.shard() != 0
                    && atOrBelow(hint, settled.get(new ShardId(hint.shard())))) {
                unsent.settledAbove(node, hint);
                counters.aside.mark();
            } else {
                wanted.add(hint);
            }
        }
        return wanted;
    }

    private static boolean atOrBelow(Hint hint, Long hlc) {
        return hlc != null && Long.compareUnsigned(hint.hlc(), hlc) <= 0;
    }

    private void send(Batch batch, List<Hint> hints) throws IOException {
        Duration atRate = atRate(batch.bytes());
        List<Call> calls = calls(hints);
        CompletableFuture.allOf(calls.stream().map(Call::reply).toArray(CompletableFuture[]::new))
                .whenComplete(
                        (none, failure) -> {
                            if (failure != null) {
                                heardFailure(failure);
                                return;
                            }
                            try {
                                answered(batch, calls, atRate);
                            } catch (IOException | RuntimeException e) {
                                failed(e.toString());
                            }
                        });
    }

    private void answered(Batch batch, List<Call> calls, Duration atRate) throws IOException {
        health.answered(node);
        boolean again = false;
        long discarded = 0;
        for (Call call : calls) {
            ReplicaReply reply = call.reply().join();
            if (reply instanceof ReplicaReply.Shadowed by) {
                if (call.hints().stream().noneMatch(hint -> atOrBelow(hint, by.clock()))) {
                    failed("it refuses what is stamped above " + by.clock());
                    return;
                }
                settled.put(new ShardId(call.hints().get(0).shard()), by.clock());
                again = true;
            } else if (!(reply instanceof ReplicaReply.Stored)) {
                discarded++;
            }
        }
        if (again) {
            scheduler.execute(this::step); // the batch once more, without what has to be set aside
            return;
        }
        counters.discarded.mark(discarded);
        counters.sent.mark(batch.points());
        done(batch, atRate);
    }

    private void heardFailure(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof PeerException peerFailure) {
            health.failed(peerFailure);
        }
        failed(cause.getMessage());
    }

    /** What one message brings. */
    private record Call(List<Hint> hints, CompletableFuture<ReplicaReply> reply) {}

    /** One call for each shard with rows, one for each delete. */
    private List<Call> calls(List<Hint> hints) throws IOException {
        Map<ShardId, Rows.Builder> rows = new LinkedHashMap<>();
        Map<ShardId, List<Hint>> ofShard = new LinkedHashMap<>();
        List<Call> calls = new ArrayList<>();
        for (Hint hint : hints) {
            try {
                switch (hint.kind()) {
                    case ROWS -> {
                        ShardId shard = new ShardId(hint.shard());
                        addAll(rows.computeIfAbsent(shard, id -> Rows.builder()), hint.rows());
                        ofShard.computeIfAbsent(shard, id -> new ArrayList<>()).add(hint);
                    }
                    case DELETE -> calls.add(delete(hint, Optional.of(new ShardId(hint.shard()))));
                    case KEPT_DELETE -> calls.add(delete(hint, Optional.empty()));
                    case UNASSIGNED -> throw new MalformedException("rows without a shard");
                }
            } catch (MalformedException e) {
                LOG.error("a hint for node {} is no hint: {}", node, e.getMessage());
                unsent.owed(node, hint, Debt.Why.CORRUPT);
                counters.owed.mark();
            }
        }
        ofShard.forEach(
                (shard, all) -> {
                    long database = all.get(0).databaseId();
                    Rows together = rows.get(shard).build();
                    calls.add(
                            new Call(
                                    all,
                                    peer.get()
                                            .write(
                                                    new ShardWrite(
                                                            shard, database, together, false))));
                });
        return calls;
    }

    private Call delete(Hint hint, Optional<ShardId> shard) {
        ShardDelete delete =
                new ShardDelete(shard, hint.databaseId(), hint.delete(), false, hint.shardsBelow());
        return new Call(List.of(hint), peer.get().delete(delete));
    }

    private static void addAll(Rows.Builder out, Rows rows) {
        for (int row = 0; row < rows.size(); row++) {
            out.add(rows, row);
        }
    }

    private Duration atRate(long bytes) {
        return pace.bytesPerSecondMax == 0
                ? Duration.ZERO
                : Duration.ofNanos((long) (bytes * 1e9 / pace.bytesPerSecondMax));
    }

    private void done(Batch batch, Duration wait) throws IOException {
        queue.confirm(batch);
        synchronized (this) {
            failures = 0;
            if (closed) {
                slots.release();
            } else {
                scheduler.after(wait, this::step);
            }
        }
    }

    private synchronized void emptied() {
        state = State.IDLE;
        settled.clear();
        slots.release();
        if (queue.bytes() > 0) {
            appended();
        }
    }

    private void failed(String why) {
        counters.failed.mark();
        synchronized (this) {
            LOG.debug("hints for node {} wait: {}", node, why);
            state = State.BLOCKED;
            settled.clear();
            slots.release();
            if (!closed) {
                pause = Optional.of(scheduler.after(pauseAfter(failures++), this::begin));
            }
        }
    }

    /** Doubles with each failure up to the longest pause; a quarter is left to chance. */
    private Duration pauseAfter(int failed) {
        long full =
                Math.min(
                        pace.retryMax.toNanos(),
                        pace.retry.toNanos() << Math.min(failed, 20) & Long.MAX_VALUE);
        return Duration.ofNanos((long) (full * (0.75 + random.nextDouble() * 0.25)));
    }
}
