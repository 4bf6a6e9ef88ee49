package io.annealdb.data.hint;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.annealdb.data.peer.HintsWaiting;
import io.annealdb.points.NodeId;
import io.annealdb.storage.disk.Directory;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hints whose shard had settled above their stamp before they could be delivered: what may have
 * hidden them is forgotten, so they must not be stored any more (repair.md R2). They come from a
 * disk that was put back, or from a node that was believed lost. Kept in {@code hh/<node>/aside},
 * counted and shown, never delivered; the operator may remove the folder. Any thread may use it.
 */
final class AsideHints implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(AsideHints.class);
    private static final String FOLDER = "aside";
    private static final long UNBOUNDED = 0;

    private final Directory directory;
    private final long segmentBytesMax;
    private final MetricRegistry metrics;
    private final Map<NodeId, HintQueue> queues = new TreeMap<>();

    AsideHints(Directory directory, long segmentBytesMax, MetricRegistry metrics) {
        this.directory = directory;
        this.segmentBytesMax = segmentBytesMax;
        this.metrics = metrics;
    }

    private static String folder(NodeId node) {
        return HintedHandoff.folder(node) + "/" + FOLDER;
    }

    /** Counts what an earlier life of this node has set aside. */
    synchronized void find(NodeId node) throws IOException {
        if (directory.list(HintedHandoff.folder(node)).contains(FOLDER)) {
            queue(node);
        }
    }

    /** On disk when this returns. */
    synchronized void put(NodeId node, Hint hint) throws IOException {
        try {
            queue(node).append(hint);
        } catch (HintQueueFullException e) {
            throw new IllegalStateException("an unbounded queue is full", e);
        }
        LOG.warn(
                "A {} for shard {} that waited for node {} was set aside in {}: the shard has"
                        + " settled above its stamp, so storing it could bring back what was"
                        + " deleted.",
                hint.kind() == Hint.Kind.ROWS ? "hint of " + hint.points() + " points" : "delete",
                hint.shard(),
                node,
                folder(node));
    }

    synchronized HintsWaiting of(NodeId node) {
        HintQueue queue = queues.get(node);
        return queue == null
                ? new HintsWaiting(0, 0)
                : new HintsWaiting(queue.bytes(), queue.points());
    }

    private HintQueue queue(NodeId node) throws IOException {
        HintQueue known = queues.get(node);
        if (known == null) {
            known = HintQueue.open(directory, folder(node), UNBOUNDED, segmentBytesMax, what -> {});
            queues.put(node, known);
            HintQueue queue = known;
            metrics.gauge("hh." + node + ".aside.bytes", () -> (Gauge<Long>) queue::bytes);
            metrics.gauge("hh." + node + ".aside.points", () -> (Gauge<Long>) queue::points);
        }
        return known;
    }

    @Override
    public synchronized void close() throws IOException {
        for (HintQueue queue : queues.values()) {
            queue.close();
        }
    }
}
