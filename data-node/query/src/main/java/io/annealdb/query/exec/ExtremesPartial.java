package io.annealdb.query.exec;

import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesColumns.Column;
import io.annealdb.query.plan.CallSpec.Aggregate;
import io.annealdb.query.plan.ColumnRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The points that top() or bottom() picks, the earlier of equal ones. With tags, at most one point
 * of each combination of their values.
 */
final class ExtremesPartial implements PartialAggregate {
    private record Point(Object value, double number, long time, Object[] beside) {}

    private final int count;
    private final Aggregate call;
    private final PickedRow beside;
    private final Comparator<Point> better;
    private final List<Map<List<String>, List<Point>>> picked = new ArrayList<>();

    ExtremesPartial(Aggregate call, PickedRow beside) {
        this.call = call;
        this.count = call.per().isEmpty() ? (int) call.parameter() : 1;
        this.beside = beside;
        Comparator<Point> byValue =
                (a, b) ->
                        a.value() instanceof Long x && b.value() instanceof Long y
                                ? Long.compare(x, y)
                                : Double.compare(a.number(), b.number());
        this.better =
                (call.function().equals("top") ? byValue.reversed() : byValue)
                        .thenComparingLong(Point::time);
    }

    @Override
    public void add(int slot, SeriesColumns run, int columnIndex, int from, int to) {
        Column column = run.columns()[columnIndex];
        List<String> tags =
                call.per().stream().map(ColumnRef::name).map(run.series()::tag).toList();
        List<Point> here = at(slot).computeIfAbsent(tags, key -> new ArrayList<>());
        for (int row = from; row < to; row++) {
            if (column.has(row)) {
                Object value = Values.of(column, row);
                double number = ((Number) value).doubleValue();
                take(here, new Point(value, number, run.times()[row], null), run, row);
            }
        }
    }

    private void take(List<Point> here, Point point, SeriesColumns run, int row) {
        boolean full = here.size() == count;
        if (full && better.compare(point, here.get(count - 1)) >= 0) {
            return;
        }
        insert(here, new Point(point.value(), point.number(), point.time(), beside.at(run, row)));
    }

    /** Keeps the best first, no more than the count. */
    private void insert(List<Point> here, Point point) {
        int place = here.size();
        while (place > 0 && better.compare(point, here.get(place - 1)) < 0) {
            place--;
        }
        here.add(place, point);
        if (here.size() > count) {
            here.remove(count);
        }
    }

    private Map<List<String>, List<Point>> at(int slot) {
        while (picked.size() <= slot) {
            picked.add(new HashMap<>());
        }
        return picked.get(slot);
    }

    @Override
    public void merge(int slot, PartialAggregate other, int otherSlot) {
        List<Map<List<String>, List<Point>>> theirs = ((ExtremesPartial) other).picked;
        if (otherSlot < theirs.size()) {
            theirs.get(otherSlot)
                    .forEach(
                            (tags, points) -> {
                                List<Point> here =
                                        at(slot).computeIfAbsent(tags, key -> new ArrayList<>());
                                points.forEach(point -> insert(here, point));
                            });
        }
    }

    @Override
    public List<Result> results(int slot) {
        if (slot >= picked.size()) {
            return List.of();
        }
        return picked.get(slot).values().stream()
                .flatMap(List::stream)
                .sorted(better)
                .limit((long) call.parameter())
                .map(point -> new Result(point.value(), point.time(), point.beside()))
                .toList();
    }
}
