package io.annealdb.repair.compare;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * All comparisons that this node is the successor of: a {@link HopSuccessor} for each source and
 * shard, made at its first question and closed when the source has been silent too long. A source
 * that comes back after that finds a fresh one, which knows how to go on. May be called from any
 * thread; questions of one source about one shard are answered one after another.
 */
public final class HopSuccessors implements Closeable {
    private record Asked(NodeId source, String repairId, ShardId shard) {}

    private static final class Open {
        final HopSuccessor successor;
        long lastAskedMillis;
        int answering; // threads in it, or waiting for it

        Open(HopSuccessor successor) {
            this.successor = successor;
        }
    }

    private final InstantSource clock;
    private final Duration idleMax;
    private final Map<Asked, Open> open = new HashMap<>();

    public HopSuccessors(InstantSource clock, Duration idleMax) {
        this.clock = clock;
        this.idleMax = idleMax;
    }

    /** Answers a question; the replica is looked at only if no comparison is under way. */
    public byte[] answer(
            NodeId source, String repairId, ShardId shard, ShardReplica replica, byte[] question)
            throws IOException {
        Asked asked = new Asked(source, repairId, shard);
        Open mine;
        synchronized (open) {
            mine = open.computeIfAbsent(asked, a -> new Open(new HopSuccessor(replica)));
            mine.lastAskedMillis = clock.millis();
            mine.answering++;
        }
        try {
            synchronized (mine) {
                return mine.successor.answer(question);
            }
        } finally {
            synchronized (open) {
                mine.answering--;
            }
        }
    }

    /** Closes what has been idle too long; to be called now and then. */
    public void closeIdle() {
        long before = clock.millis() - idleMax.toMillis();
        synchronized (open) {
            for (Iterator<Open> all = open.values().iterator(); all.hasNext(); ) {
                Open each = all.next();
                if (each.answering == 0 && each.lastAskedMillis < before) {
                    each.successor.close();
                    all.remove();
                }
            }
        }
    }

    @Override
    public void close() {
        synchronized (open) {
            open.values().forEach(each -> each.successor.close());
            open.clear();
        }
    }
}
