package io.annealdb.query.exec;

import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesColumns.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The different values, in the order in which they are first met, or their number. Keeps each
 * different value with the time where the statement's order of time meets it first.
 */
final class DistinctPartial implements PartialAggregate {
    private final boolean counted;
    private final boolean ascending;
    private final List<Map<Object, Long>> firstTimes = new ArrayList<>();

    DistinctPartial(boolean counted, boolean ascending) {
        this.counted = counted;
        this.ascending = ascending;
    }

    @Override
    public void add(int slot, SeriesColumns run, int columnIndex, int from, int to) {
        Map<Object, Long> here = at(slot);
        Column column = run.columns()[columnIndex];
        for (int row = from; row < to; row++) {
            if (column.has(row)) {
                here.merge(Values.of(column, row), run.times()[row], this::sooner);
            }
        }
    }

    private long sooner(long a, long b) {
        return ascending ? Math.min(a, b) : Math.max(a, b);
    }

    private Map<Object, Long> at(int slot) {
        while (firstTimes.size() <= slot) {
            firstTimes.add(new HashMap<>());
        }
        return firstTimes.get(slot);
    }

    @Override
    public void merge(int slot, PartialAggregate other, int otherSlot) {
        List<Map<Object, Long>> theirs = ((DistinctPartial) other).firstTimes;
        if (otherSlot < theirs.size()) {
            Map<Object, Long> here = at(slot);
            theirs.get(otherSlot).forEach((value, time) -> here.merge(value, time, this::sooner));
        }
    }

    @Override
    public List<Result> results(int slot) {
        if (slot >= firstTimes.size() || firstTimes.get(slot).isEmpty()) {
            return List.of();
        }
        Map<Object, Long> here = firstTimes.get(slot);
        if (counted) {
            return Result.of((long) here.size());
        }
        return here.entrySet().stream()
                .sorted(
                        Map.Entry.<Object, Long>comparingByValue()
                                .thenComparing(Map.Entry::getKey, DistinctPartial.byValue()))
                .map(each -> new Result(each.getKey(), 0, null))
                .toList();
    }

    @SuppressWarnings("unchecked") // the values of a column are of one type, and comparable
    private static Comparator<Object> byValue() {
        return (a, b) -> ((Comparable<Object>) a).compareTo(b);
    }
}
