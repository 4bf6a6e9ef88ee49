package io.annealdb.data.hint;

import com.codahale.metrics.MetricRegistry;
import io.annealdb.data.hint.HintDelivery.Pace;
import io.annealdb.data.image.ClusterView;
import io.annealdb.data.peer.HintsWaiting;
import io.annealdb.data.peer.PeerHealth;
import io.annealdb.data.peer.Peers;
import io.annealdb.data.peer.ShardDelete;
import io.annealdb.data.peer.ShardWrite;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.ShardPlace;
import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import io.annealdb.points.ShardId;
import io.annealdb.points.TimeRange;
import io.annealdb.points.codec.DeleteCodec;
import io.annealdb.points.codec.RowsCodec;
import io.annealdb.points.time.Scheduler;
import io.annealdb.storage.disk.Directory;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * All hint queues of a node, and the debts that stand for what they could not hold. Any thread may
 * use it.
 */
public final class HintedHandoff implements MissedWrites, HintDelivery.Unsent, Closeable {
    static final String FOLDER = "hh";
    private static final String UNASSIGNED = FOLDER + "/unassigned";

    /**
     * @param enabled if not, what is missed is a debt at once; queues on disk are still delivered
     * @param bytesMax of one queue
     * @param retry first pause; doubles up to {@code retryMax}
     * @param bytesPerSecondMax to one node; 0 is unlimited
     * @param concurrencyMax queues that are delivered at once
     */
    public record Settings(
            boolean enabled,
            long bytesMax,
            Duration ageMax,
            Duration retry,
            Duration retryMax,
            long bytesPerSecondMax,
            int concurrencyMax,
            long batchBytes,
            long segmentBytesMax) {}

    /** Where the queues' surroundings come from. */
    public record Surroundings(
            Directory directory,
            InstantSource clock,
            RandomGenerator random,
            Scheduler scheduler,
            Peers peers,
            PeerHealth health,
            ClusterView cluster,
            DebtLedger debts,
            MetricRegistry metrics) {}

    private record Waiting(HintQueue queue, HintDelivery delivery) {}

    private final Settings settings;
    private final Surroundings around;
    private final Map<NodeId, Waiting> queues = new TreeMap<>(); // guarded by itself
    private final AsideHints aside;
    private final DeliverySlots slots;
    private final HintQueue unassigned;
    private final UnassignedDelivery unassignedDelivery;

    /**
     * Opens every queue that is on disk, and begins to deliver.
     *
     * @param resolver made with these queues, since what it cannot deliver goes into them
     */
    public HintedHandoff(
            Settings settings,
            Surroundings around,
            Function<MissedWrites, UnassignedResolver> resolver)
            throws IOException {
        this.settings = settings;
        this.around = around;
        aside = new AsideHints(around.directory(), settings.segmentBytesMax(), around.metrics());
        slots = new DeliverySlots(settings.concurrencyMax(), around.scheduler());
        around.directory().makeFolder(FOLDER);
        unassigned =
                HintQueue.open(
                        around.directory(),
                        UNASSIGNED,
                        settings.bytesMax(),
                        settings.segmentBytesMax(),
                        what -> {});
        unassignedDelivery =
                new UnassignedDelivery(
                        unassigned,
                        resolver.apply(this),
                        settings.retry(),
                        around.scheduler(),
                        new HintCounters(around.metrics(), "unassigned", unassigned),
                        settings.batchBytes());
        for (String name : around.directory().list(FOLDER)) {
            if (name.chars().allMatch(Character::isDigit)) {
                waiting(new NodeId(Integer.parseInt(name)));
            }
        }
        around.health().onReturn(this::returned);
        synchronized (queues) {
            queues.values().stream()
                    .filter(each -> each.queue.bytes() > 0)
                    .forEach(each -> each.delivery.appended());
        }
        if (unassigned.bytes() > 0) {
            unassignedDelivery.appended();
        }
    }

    static String folder(NodeId node) {
        return FOLDER + "/" + node;
    }

    private Waiting waiting(NodeId node) throws IOException {
        synchronized (queues) {
            Waiting known = queues.get(node);
            if (known == null) {
                HintQueue queue =
                        HintQueue.open(
                                around.directory(),
                                folder(node),
                                settings.bytesMax(),
                                settings.segmentBytesMax(),
                                what -> owedEverywhere(node));
                HintCounters counters = new HintCounters(around.metrics(), node.toString(), queue);
                known =
                        new Waiting(
                                queue,
                                new HintDelivery(
                                        queue,
                                        () -> around.peers().peer(node),
                                        node,
                                        around.health(),
                                        this,
                                        pace(),
                                        around.clock(),
                                        around.random(),
                                        around.scheduler(),
                                        counters,
                                        slots));
                aside.find(node);
                queues.put(node, known);
            }
            return known;
        }
    }

    private Pace pace() {
        return new Pace(
                settings.retry(),
                settings.retryMax(),
                settings.ageMax(),
                settings.bytesPerSecondMax(),
                settings.batchBytes());
    }

    private void returned(NodeId node) {
        Optional<Waiting> known;
        synchronized (queues) {
            known = Optional.ofNullable(queues.get(node));
        }
        known.ifPresent(each -> each.delivery.returned());
    }

    @Override
    public Kept keep(NodeId owner, ShardWrite write, boolean acknowledgement) throws IOException {
        Rows rows = write.rows();
        byte[] body = write.encodedRows();
        Hint hint =
                new Hint(
                        Hint.Kind.ROWS,
                        around.clock().millis(),
                        rows.leastHlc(),
                        acknowledgement,
                        write.shard().value(),
                        0,
                        write.databaseId(),
                        "",
                        rows.minTime(),
                        rows.maxTime(),
                        rows.size(),
                        body);
        return keep(owner, hint);
    }

    @Override
    public void owe(NodeId owner, ShardWrite write) throws IOException {
        around.debts()
                .note(
                        new Debt(
                                write.shard(),
                                owner,
                                write.rows().minTime(),
                                write.rows().maxTime(),
                                Debt.Why.NOT_HINTED,
                                around.clock().millis()));
    }

    @Override
    public Kept keep(NodeId node, ShardDelete delete) throws IOException {
        if (delete.shard().isEmpty() && !settings.enabled()) {
            return Kept.DEBT;
        }
        return keep(
                node,
                new Hint(
                        delete.shard().isPresent() ? Hint.Kind.DELETE : Hint.Kind.KEPT_DELETE,
                        around.clock().millis(),
                        delete.delete().stamp().hlc(),
                        false,
                        delete.shard().map(ShardId::value).orElse(0L),
                        delete.shardsBelow(),
                        delete.databaseId(),
                        "",
                        delete.delete().minTime(),
                        delete.delete().maxTime(),
                        0,
                        DeleteCodec.encode(delete.delete())));
    }

    private Kept keep(NodeId node, Hint hint) throws IOException {
        if (!settings.enabled()) {
            owed(node, hint, Debt.Why.NOT_HINTED);
            return Kept.DEBT;
        }
        try {
            Waiting to = waiting(node);
            to.queue.append(hint);
            to.delivery.appended();
            return Kept.HINT;
        } catch (HintQueueFullException e) {
            if (hint.shard() == 0) {
                throw new IOException(e.getMessage(), e);
            }
            owed(node, hint, Debt.Why.QUEUE_FULL);
        } catch (IOException e) {
            if (hint.shard() == 0) {
                throw e;
            }
            owed(node, hint, Debt.Why.NOT_HINTED);
        }
        return Kept.DEBT;
    }

    @Override
    public boolean keepUnassigned(long databaseId, String policy, Rows rows) throws IOException {
        if (!settings.enabled()) {
            return false;
        }
        try {
            unassigned.append(
                    new Hint(
                            Hint.Kind.UNASSIGNED,
                            around.clock().millis(),
                            rows.leastHlc(),
                            true,
                            0,
                            0,
                            databaseId,
                            policy,
                            rows.minTime(),
                            rows.maxTime(),
                            rows.size(),
                            RowsCodec.encode(rows)));
            unassignedDelivery.appended();
            return true;
        } catch (HintQueueFullException e) {
            return false;
        }
    }

    @Override
    public boolean dropped(NodeId node, Hint hint) {
        ClusterImage image = around.cluster().image();
        boolean removed = node.value() < image.next().node() && image.dataNode(node).isEmpty();
        return removed || hint.shard() == 0
                ? image.database(hint.databaseId()).isEmpty()
                : image.shard(new ShardId(hint.shard())).isEmpty();
    }

    @Override
    public void settledAbove(NodeId node, Hint hint) throws IOException {
        aside.put(node, hint);
    }

    @Override
    public void owed(NodeId node, Hint hint, Debt.Why why) throws IOException {
        if (hint.shard() != 0) {
            around.debts()
                    .note(
                            new Debt(
                                    new ShardId(hint.shard()),
                                    node,
                                    hint.minTime(),
                                    hint.maxTime(),
                                    why,
                                    around.clock().millis()));
        }
    }

    /** Of a damaged segment nobody knows what it held: every shard of the node is owed. */
    private void owedEverywhere(NodeId node) throws IOException {
        for (ShardPlace place : around.cluster().image().shardsOf(node)) {
            TimeRange range = place.group().range();
            around.debts()
                    .note(
                            new Debt(
                                    place.shard().id(),
                                    node,
                                    range.start(),
                                    range.end() - 1,
                                    Debt.Why.CORRUPT,
                                    around.clock().millis()));
        }
    }

    /** What waits here for a node. */
    public HintsWaiting waitingFor(NodeId node) {
        synchronized (queues) {
            Waiting known = queues.get(node);
            return known == null
                    ? new HintsWaiting(0, 0)
                    : new HintsWaiting(known.queue.bytes(), known.queue.points());
        }
    }

    /**
     * At or below the clock value of every stamp that waits anywhere; 0 if it is not known; empty
     * if nothing waits. Points without a group move into the owners' queues, so those are looked at
     * last.
     */
    public OptionalLong leastHlc() {
        LongStream.Builder least = LongStream.builder();
        unassigned.leastHlc().ifPresent(least);
        synchronized (queues) {
            queues.values().forEach(each -> each.queue.leastHlc().ifPresent(least));
        }
        return least.build()
                .boxed()
                .min(Long::compareUnsigned)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** Every queue, empty ones too. */
    public List<QueueStatus> status() {
        List<QueueStatus> all = new ArrayList<>();
        synchronized (queues) {
            queues.forEach(
                    (node, each) ->
                            all.add(
                                    status(
                                            Optional.of(node),
                                            each.queue,
                                            each.delivery.state().text(),
                                            aside.of(node))));
        }
        if (unassigned.bytes() > 0) {
            all.add(status(Optional.empty(), unassigned, "blocked", new HintsWaiting(0, 0)));
        }
        return all;
    }

    private static QueueStatus status(
            Optional<NodeId> node, HintQueue queue, String state, HintsWaiting aside) {
        return new QueueStatus(
                node, queue.bytes(), queue.points(), queue.oldestMillis(), state, aside);
    }

    @Override
    public void close() throws IOException {
        unassignedDelivery.close();
        synchronized (queues) {
            for (Waiting each : queues.values()) {
                each.delivery.close();
                each.queue.close();
            }
        }
        unassigned.close();
        aside.close();
    }
}
