package io.annealdb.query.exec;

import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesColumns.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The different values, sorted, or their number. Keeps each different value. */
final class DistinctPartial implements PartialAggregate {
    private final boolean counted;
    private final List<Set<Object>> values = new ArrayList<>();

    DistinctPartial(boolean counted) {
        this.counted = counted;
    }

    @Override
    public void add(int slot, SeriesColumns run, int columnIndex, int from, int to) {
        Set<Object> here = at(slot);
        Column column = run.columns()[columnIndex];
        for (int row = from; row < to; row++) {
            if (column.has(row)) {
                here.add(Values.of(column, row));
            }
        }
    }

    private Set<Object> at(int slot) {
        while (values.size() <= slot) {
            values.add(new TreeSet<>());
        }
        return values.get(slot);
    }

    @Override
    public void merge(int slot, PartialAggregate other, int otherSlot) {
        List<Set<Object>> theirs = ((DistinctPartial) other).values;
        if (otherSlot < theirs.size()) {
            at(slot).addAll(theirs.get(otherSlot));
        }
    }

    @Override
    public List<Result> results(int slot) {
        if (slot >= values.size() || values.get(slot).isEmpty()) {
            return List.of();
        }
        Set<Object> here = values.get(slot);
        return counted
                ? Result.of((long) here.size())
                : here.stream().map(value -> new Result(value, 0, null)).toList();
    }
}
