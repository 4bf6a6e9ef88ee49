package io.annealdb.query.exec;

import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesColumns.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Some of the points of a bucket, each equally likely. A point's chance comes from the point: so
 * that parts merge, and the same points are drawn from the same data.
 */
final class SamplePartial implements PartialAggregate {
    private record Drawn(long lot, Object value, long time, Object[] beside) {}

    private static final Comparator<Drawn> BY_LOT =
            Comparator.comparingLong(Drawn::lot).thenComparingLong(Drawn::time);

    private final int size;
    private final PickedRow beside;
    private final List<List<Drawn>> drawn = new ArrayList<>();

    SamplePartial(int size, PickedRow beside) {
        this.size = size;
        this.beside = beside;
    }

    @Override
    public void add(int slot, SeriesColumns run, int columnIndex, int from, int to) {
        Column column = run.columns()[columnIndex];
        List<Drawn> here = at(slot);
        long series = run.series().hashCode();
        for (int row = from; row < to; row++) {
            if (column.has(row)) {
                long time = run.times()[row];
                here.add(
                        new Drawn(
                                lot(time, series),
                                Values.of(column, row),
                                time,
                                beside.at(run, row)));
                shrink(here);
            }
        }
    }

    /** Evenly spread over all numbers, and the same for the same point. */
    private static long lot(long time, long series) {
        long mixed = (time ^ series * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 30) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    /** Lets go of what cannot be drawn any more, now and then. */
    private void shrink(List<Drawn> here) {
        if (here.size() > 2L * size + 1_000) {
            keepBest(here);
        }
    }

    private void keepBest(List<Drawn> here) {
        here.sort(BY_LOT);
        if (here.size() > size) {
            here.subList(size, here.size()).clear();
        }
    }

    private List<Drawn> at(int slot) {
        while (drawn.size() <= slot) {
            drawn.add(new ArrayList<>());
        }
        return drawn.get(slot);
    }

    @Override
    public void merge(int slot, PartialAggregate other, int otherSlot) {
        List<List<Drawn>> theirs = ((SamplePartial) other).drawn;
        if (otherSlot < theirs.size()) {
            at(slot).addAll(theirs.get(otherSlot));
            shrink(at(slot));
        }
    }

    @Override
    public List<Result> results(int slot) {
        if (slot >= drawn.size()) {
            return List.of();
        }
        keepBest(drawn.get(slot));
        return drawn.get(slot).stream()
                .map(each -> new Result(each.value(), each.time(), each.beside()))
                .toList();
    }
}
