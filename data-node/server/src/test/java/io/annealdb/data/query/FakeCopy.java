package io.annealdb.data.query;

import io.annealdb.data.peer.ColumnStream;
import io.annealdb.data.peer.PeerException;
import io.annealdb.data.peer.RefusedException;
import io.annealdb.data.peer.ShardReads;
import io.annealdb.points.FieldType;
import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.ShardId;
import io.annealdb.storage.ShardView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A node's copies in memory, one float field {@code v}: it can be broken in every way. */
final class FakeCopy implements ShardReads {
    final NodeId node;
    final SortedMap<SeriesKey, SortedMap<Long, Double>> points = new TreeMap<>();
    int runRows = 3;

    /** Null for a whole copy. */
    String trouble;

    boolean unreachable;

    /** Runs that a scan delivers before the node dies; -1 for all. */
    int diesAfterRuns = -1;

    int calls;
    int openScans;

    FakeCopy(int node) {
        this.node = new NodeId(node);
    }

    FakeCopy point(String series, long time, double value) {
        points.computeIfAbsent(SeriesKey.ofCanonical(series), s -> new TreeMap<>())
                .put(time, value);
        return this;
    }

    private void check(boolean asItIs) {
        calls++;
        if (unreachable) {
            throw new PeerException(node, PeerException.Kind.UNREACHABLE, "nobody listens");
        }
        if (trouble != null && !asItIs) {
            throw new RefusedException(trouble);
        }
    }

    @Override
    public ColumnStream scan(ShardId shard, ShardView.Scan scan, boolean asItIs) {
        check(asItIs);
        List<SeriesColumns> runs = new ArrayList<>();
        points.forEach(
                (key, values) -> {
                    List<Long> times =
                            new ArrayList<>(
                                    values.keySet().stream()
                                            .filter(t -> t >= scan.minTime() && t <= scan.maxTime())
                                            .toList());
                    if (!scan.ascending()) {
                        Collections.reverse(times);
                    }
                    for (int from = 0; from < times.size(); from += runRows) {
                        runs.add(
                                run(
                                        key,
                                        times.subList(from, Math.min(times.size(), from + runRows)),
                                        values));
                    }
                });
        runs.removeIf(run -> !scan.series().matches(run.series()));
        openScans++;
        return new Runs(runs.iterator());
    }

    private static SeriesColumns run(
            SeriesKey key, List<Long> times, SortedMap<Long, Double> values) {
        long[] bits =
                times.stream()
                        .mapToLong(time -> Double.doubleToRawLongBits(values.get(time)))
                        .toArray();
        return new SeriesColumns(
                key,
                times.stream().mapToLong(time -> time).toArray(),
                new SeriesColumns.Column[] {
                    new SeriesColumns.Column(FieldType.FLOAT, bits, null, null)
                });
    }

    private final class Runs implements ColumnStream {
        private final Iterator<SeriesColumns> runs;
        private int delivered;
        private boolean closed;

        Runs(Iterator<SeriesColumns> runs) {
            this.runs = runs;
        }

        @Override
        public boolean hasNext() {
            if (delivered == diesAfterRuns) {
                unreachable = true;
            }
            check(true);
            return runs.hasNext();
        }

        @Override
        public SeriesColumns next() {
            delivered++;
            return runs.next();
        }

        @Override
        public void close() {
            openScans -= closed ? 0 : 1;
            closed = true;
        }
    }

    @Override
    public SortedSet<String> measurements(ShardId shard, SeriesPredicate where, boolean asItIs) {
        return series(shard, where, asItIs).stream()
                .map(SeriesKey::measurement)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public List<SeriesKey> series(ShardId shard, SeriesPredicate where, boolean asItIs) {
        check(asItIs);
        return points.keySet().stream().filter(where::matches).toList();
    }

    @Override
    public Map<String, Set<FieldType>> fields(ShardId shard, String measurement, boolean asItIs) {
        check(asItIs);
        return points.keySet().stream().anyMatch(key -> key.measurement().equals(measurement))
                ? Map.of("v", Set.of(FieldType.FLOAT))
                : Map.of();
    }
}
