package io.annealdb.repair.preview;

import io.annealdb.points.Delete;
import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.codec.DeleteCodec;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.ItemHash;
import io.annealdb.repair.compare.HopSource;
import io.annealdb.repair.compare.PayloadMeter;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.coordinator.OwnerUnavailableException;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.ring.Hop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Plays the ring over one shard without sending anything: what each hop finds, passes on and costs
 * if nothing is written meanwhile. It asks each owner for its versions of the points that differ
 * anywhere, a few thousand at a time, and lets the hops pass them on by the rules of repair. The
 * rows that a hop would send are encoded as it would encode them, in the same order and chunks, so
 * that the payload is right to the byte.
 */
public final class RingPreview {
    private static final int POINTS_AT_A_TIME = 4096;

    private record Leaf(int window, int bucket, SeriesKey series, long[] times) {
        static final Comparator<Leaf> ORDER =
                Comparator.comparingInt(Leaf::window)
                        .thenComparingInt(Leaf::bucket)
                        .thenComparing(Leaf::series);
    }

    private static final class Played {
        final Hop hop;
        final PayloadMeter payload;
        boolean copies;
        List<Delete> knownAfter = List.of();
        long deletes;
        long deleteBytes;
        long missing;
        long stale;

        Played(Hop hop, long rate) {
            this.hop = hop;
            this.payload = new PayloadMeter(rate);
        }

        HopPreview preview() {
            HopReport rows = payload.finish();
            return new HopPreview(
                    hop,
                    missing,
                    stale,
                    rows.pointsSent(),
                    rows.valuesSent(),
                    deletes,
                    copies,
                    rows.payloadBytes() + deleteBytes);
        }
    }

    private final GridGeometry grid;
    private final ItemHash hash;
    private final VersionSource source;
    private final List<Played> hops;
    private final Set<NodeId> owners = new LinkedHashSet<>();

    /**
     * @param rate bytes a second, which bounds a chunk; 0 is unlimited
     */
    public RingPreview(GridGeometry grid, List<Hop> hops, long rate, VersionSource source) {
        this.grid = grid;
        this.hash = new ItemHash(grid.key());
        this.source = source;
        this.hops = hops.stream().map(hop -> new Played(hop, rate)).toList();
        hops.forEach(hop -> owners.addAll(List.of(hop.from(), hop.to())));
    }

    /**
     * Once only.
     *
     * @param roots of the ring's owners, before it
     * @param points all at which owners hold different things; more do no harm
     * @throws OwnerUnavailableException if an owner does not answer any more
     */
    public List<HopPreview> play(
            Map<NodeId, OwnerRoot> roots, DeleteKnowledge deletes, DifferingPoints points)
            throws OwnerUnavailableException {
        copyLost(roots);
        exchangeDeletes(deletes.known(owners));
        List<Leaf> batch = new ArrayList<>();
        int size = 0;
        for (Leaf leaf : leaves(points)) {
            if (size + leaf.times.length > POINTS_AT_A_TIME && !batch.isEmpty()) {
                play(batch);
                batch.clear();
                size = 0;
            }
            batch.add(leaf);
            size += leaf.times.length;
        }
        play(batch);
        return hops.stream().map(Played::preview).toList();
    }

    /** As a source decides: files go to a successor that has lost most of what the source has. */
    private void copyLost(Map<NodeId, OwnerRoot> roots) {
        Map<NodeId, Long> values = new HashMap<>();
        roots.forEach((owner, root) -> values.put(owner, root.root().content().values()));
        for (Played each : hops) {
            long own = values.get(each.hop.from());
            long theirs = values.get(each.hop.to());
            each.copies =
                    HopSource.copiesFiles(
                            roots.get(each.hop.from()).health(),
                            roots.get(each.hop.to()).health(),
                            own,
                            theirs);
            if (each.copies) {
                values.put(each.hop.to(), own);
            }
        }
    }

    private void exchangeDeletes(Map<NodeId, Set<Delete>> known) {
        for (Played each : hops) {
            Set<Delete> from = known.get(each.hop.from());
            Set<Delete> to = known.get(each.hop.to());
            if (each.copies) {
                to.addAll(from);
            }
            Set<Delete> both = new LinkedHashSet<>(from);
            both.addAll(to);
            for (Delete delete : both) {
                if (!from.contains(delete) || !to.contains(delete)) {
                    each.deletes++;
                    each.deleteBytes += DeleteCodec.encode(delete).length;
                }
            }
            from.addAll(both);
            to.addAll(both);
            each.knownAfter = List.copyOf(both);
        }
    }

    private List<Leaf> leaves(DifferingPoints points) {
        List<Leaf> leaves = new ArrayList<>();
        points.bySeries()
                .forEach(
                        (series, times) -> {
                            int bucket = GridGeometry.bucket(hash.series(series));
                            for (int at = 0; at < times.length; ) {
                                int window = grid.window(times[at]);
                                int end = at;
                                while (end < times.length && grid.window(times[end]) == window) {
                                    end++;
                                }
                                long[] mine = Arrays.copyOfRange(times, at, end);
                                leaves.add(new Leaf(window, bucket, series, mine));
                                at = end;
                            }
                        });
        leaves.sort(Leaf.ORDER);
        return leaves;
    }

    private void play(Collection<Leaf> batch) throws OwnerUnavailableException {
        for (List<Leaf> part : withEachSeriesOnce(batch)) {
            Map<SeriesKey, long[]> asked = new TreeMap<>();
            part.forEach(leaf -> asked.put(leaf.series, leaf.times));
            Map<NodeId, Map<SeriesKey, LeafState>> states = new HashMap<>();
            for (NodeId owner : owners) {
                states.put(owner, states(source.versions(owner, asked)));
            }
            for (Leaf leaf : part) {
                Map<NodeId, LeafState> byOwner = new HashMap<>();
                states.forEach(
                        (owner, series) ->
                                byOwner.put(
                                        owner,
                                        series.getOrDefault(
                                                leaf.series, LeafState.empty(leaf.series))));
                play(leaf.series, byOwner);
            }
        }
    }

    /** A question names a series once; leaves of two windows may be in one batch. */
    private static List<List<Leaf>> withEachSeriesOnce(Collection<Leaf> batch) {
        List<List<Leaf>> parts = new ArrayList<>();
        Set<SeriesKey> inPart = new LinkedHashSet<>();
        for (Leaf leaf : batch) {
            if (parts.isEmpty() || !inPart.add(leaf.series)) {
                parts.add(new ArrayList<>());
                inPart.clear();
                inPart.add(leaf.series);
            }
            parts.get(parts.size() - 1).add(leaf);
        }
        return parts;
    }

    private static Map<SeriesKey, LeafState> states(Rows rows) {
        Map<SeriesKey, LeafState> states = new HashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            states.computeIfAbsent(rows.series(row), LeafState::empty).add(rows, row);
        }
        return states;
    }

    private void play(SeriesKey series, Map<NodeId, LeafState> states) {
        for (Played each : hops) {
            LeafState from = states.get(each.hop.from());
            LeafState to = states.get(each.hop.to());
            if (each.copies) {
                to.take(from);
            }
            from.hide(each.knownAfter);
            to.hide(each.knownAfter);
            LeafState sent = from.lackedBy(to);
            if (!sent.isEmpty()) {
                each.payload.add(series, sent.rows());
                count(each, sent, to);
                to.take(sent);
            }
        }
    }

    private static void count(Played hop, LeafState sent, LeafState to) {
        Map<Long, Boolean> lacks = new TreeMap<>();
        sent.values()
                .keySet()
                .forEach(
                        place ->
                                lacks.merge(
                                        place.time(),
                                        !to.values().containsKey(place),
                                        Boolean::logicalOr));
        long missing = lacks.values().stream().filter(lack -> lack).count();
        hop.missing += missing;
        hop.stale += lacks.size() - missing;
    }
}
