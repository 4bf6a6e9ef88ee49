package io.annealdb.data.query;

import io.annealdb.data.peer.PeerException;
import io.annealdb.data.peer.RefusedException;
import io.annealdb.data.peer.ShardReads;
import io.annealdb.points.FieldType;
import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.ShardId;
import io.annealdb.query.ShardSource;
import io.annealdb.storage.DamagedException;
import io.annealdb.storage.ShardView;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One shard, read from one owner at a time. If that one fails, the next takes over where it
 * stopped.
 *
 * <pre>
 *   WHOLE: owner 1 ── fails ─▶ owner 2 ─ … ── none is whole ─▶ AS IT IS, noted ── none answers ─▶ left out, noted
 * </pre>
 *
 * Noted means: {@link ShardReadings#noteIncomplete}, so the client learns it, or the statement
 * ends.
 */
final class FailoverShardSource implements ShardSource {
    private final ShardId shard;
    private final List<NodeId> owners;
    private final Function<NodeId, ShardReads> reads;
    private final ShardReadings readings;
    private final Set<NodeId> failed = new HashSet<>();
    private final Set<ResumingScan> scans = new HashSet<>();

    /** Null before the first choice, and when nobody is left. */
    private NodeId current;

    private boolean asItIs;
    private boolean nobody;
    private String lastTrouble = "no owner answers queries";

    /**
     * @param owners in the order in which they are to be tried
     */
    FailoverShardSource(
            ShardId shard,
            List<NodeId> owners,
            Function<NodeId, ShardReads> reads,
            ShardReadings readings) {
        this.shard = shard;
        this.owners = owners;
        this.reads = reads;
        this.readings = readings;
    }

    /** This node's own copy, whatever its health. */
    static FailoverShardSource ownAsItIs(
            ShardId shard, NodeId self, ShardReads own, ShardReadings readings) {
        FailoverShardSource source =
                new FailoverShardSource(shard, List.of(self), node -> own, readings);
        source.current = self;
        source.asItIs = true;
        return source;
    }

    /** Finds the owner to read, so that what is incomplete is known before the first row. */
    FailoverShardSource settle() {
        // No measurement has an empty name: the cheapest question that a copy must be whole for.
        fields("");
        return this;
    }

    /** Which owner is read now; null if none is. */
    NodeId owner() {
        return current;
    }

    @Override
    public long shard() {
        return shard.value();
    }

    @Override
    public SortedSet<String> measurements(SeriesPredicate where) {
        return ask((copy, any) -> copy.measurements(shard, where, any), new TreeSet<>());
    }

    @Override
    public List<SeriesKey> series(SeriesPredicate predicate) {
        return ask((copy, any) -> copy.series(shard, predicate, any), List.of());
    }

    @Override
    public Map<String, Set<FieldType>> fields(String measurement) {
        return ask((copy, any) -> copy.fields(shard, measurement, any), Map.of());
    }

    @Override
    public Iterator<SeriesColumns> scan(
            SeriesPredicate series,
            List<String> fields,
            long minTime,
            long maxTime,
            boolean ascending) {
        ShardView.Scan scan = new ShardView.Scan(series, fields, minTime, maxTime, ascending);
        ResumingScan opened = new ResumingScan(this, shard, scan);
        scans.add(opened);
        return opened;
    }

    /**
     * Asks the current owner, and those after it as long as they fail.
     *
     * @param whenNobody the answer of a shard that is left out
     */
    <T> T ask(BiFunction<ShardReads, Boolean, T> question, T whenNobody) {
        while (choose()) {
            try {
                return question.apply(reads.apply(current), asItIs);
            } catch (PeerException
                    | RefusedException
                    | DamagedException
                    | UncheckedIOException failure) {
                giveUpOn(current, failure);
            }
        }
        return whenNobody;
    }

    /** The current owner does not go on; another must. */
    void giveUpOn(NodeId owner, RuntimeException failure) {
        if (!owner.equals(current)) {
            return;
        }
        lastTrouble = "cannot be read whole: " + failure.getMessage();
        failed.add(owner);
        current = null;
        if (failure instanceof PeerException away
                && (away.kind() == PeerException.Kind.UNREACHABLE
                        || away.kind() == PeerException.Kind.TIMED_OUT)) {
            readings.noteUnreachable(owner);
        }
    }

    /**
     * Makes sure that an owner is chosen.
     *
     * @return false if none is left: the shard is left out, which is noted
     */
    private boolean choose() {
        if (current != null || nobody) {
            return !nobody;
        }
        current = next();
        if (current == null && !asItIs) {
            // What a copy that is not whole can tell is better than nothing, if it is called so.
            asItIs = true;
            failed.clear();
            current = next();
        }
        nobody = current == null;
        if (nobody) {
            readings.noteIncomplete(shard, lastTrouble + "; left out");
        } else if (asItIs) {
            readings.noteIncomplete(shard, lastTrouble + "; read as it is on node " + current);
        }
        return !nobody;
    }

    private NodeId next() {
        for (NodeId owner : owners) {
            if (!failed.contains(owner) && readings.reachable(owner)) {
                return owner;
            }
        }
        return null;
    }

    /** Whether a failure means that another owner should be asked. */
    static boolean isOwnersFailure(RuntimeException failure) {
        return failure instanceof PeerException
                || failure instanceof RefusedException
                || failure instanceof DamagedException
                || failure instanceof UncheckedIOException;
    }

    void closed(ResumingScan scan) {
        scans.remove(scan);
    }

    @Override
    public void close() {
        for (ResumingScan scan : List.copyOf(scans)) {
            scan.close();
        }
    }
}
