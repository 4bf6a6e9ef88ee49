package io.annealdb.repair.compare;

import io.annealdb.points.SeriesKey;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what a hop would send, and tells it value by value to whom it may concern. */
final class DifferenceCount implements Findings {
    private static final class Span {
        long missing;
        long stale;
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;

        void add(boolean isMissing, long time) {
            missing += isMissing ? 1 : 0;
            stale += isMissing ? 0 : 1;
            start = Math.min(start, time);
            end = Math.max(end, time);
        }
    }

    private final Span total = new Span();
    private final SortedMap<SeriesKey, Span> series = new TreeMap<>();
    private final DifferenceListener listener;
    private long missingValues;

    DifferenceCount(DifferenceListener listener) {
        this.listener = listener;
    }

    @Override
    public void found(Leaf leaf, LeafDecision decision) throws IOException {
        Span mine = series.get(leaf.series());
        if (mine == null) {
            mine = new Span();
            if (series.size() < HopDifference.SERIES_MAX) {
                series.put(leaf.series(), mine);
            }
        }
        for (int point = 0; point < leaf.size(); point++) {
            boolean missing = false;
            boolean stale = false;
            for (int field = 0; field < leaf.fieldCount(point); field++) {
                int ordinal = leaf.ordinal(point, field);
                missing |= decision.missing().get(ordinal);
                stale |= decision.stale().get(ordinal);
                if (decision.sends(ordinal)) {
                    listener.differs(differing(leaf, point, ordinal, decision));
                }
            }
            if (missing || stale) {
                total.add(missing, leaf.keys().times()[point]);
                mine.add(missing, leaf.keys().times()[point]);
            }
        }
        missingValues += decision.missing().cardinality();
    }

    @Override
    public void hidden(Leaf leaf) throws IOException {
        for (long time : leaf.hiddenTimes()) {
            listener.isHidden(leaf.series(), time);
        }
    }

    private static DifferingValue differing(
            Leaf leaf, int point, int ordinal, LeafDecision decision) {
        return new DifferingValue(
                leaf.series(),
                leaf.keys().times()[point],
                leaf.column(ordinal),
                leaf.value(ordinal),
                leaf.stamp(ordinal),
                decision.theirs(ordinal));
    }

    HopDifference difference(boolean missingShard, long missingDeletes) {
        List<SeriesDifference> some =
                series.entrySet().stream()
                        .map(
                                each ->
                                        new SeriesDifference(
                                                each.getKey(),
                                                each.getValue().missing,
                                                each.getValue().stale,
                                                each.getValue().start,
                                                each.getValue().end))
                        .toList();
        boolean rows = total.missing + total.stale > 0;
        return new HopDifference(
                missingShard,
                total.missing,
                missingValues,
                total.stale,
                missingDeletes,
                rows ? total.start : 0,
                rows ? total.end : 0,
                some);
    }
}
