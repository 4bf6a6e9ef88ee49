package io.annealdb.query.exec;

import io.annealdb.points.FieldType;
import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesColumns.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What needs all values of a bucket at its end: median, mode, percentile. Unlike the other states
 * it grows with the points, not with the buckets.
 */
final class ValuesPartial implements PartialAggregate {
    enum Finish {
        MEDIAN,
        MODE,
        PERCENTILE
    }

    private record Point(Comparable<Object> value, long time, Object[] beside) {
        double number() {
            return ((Number) (Object) value).doubleValue();
        }
    }

    private static final Comparator<Point> BY_VALUE =
            Comparator.comparing(Point::value, (a, b) -> a.compareTo(b))
                    .thenComparingLong(Point::time);

    private final Finish finish;
    private final FieldType type;
    private final double rank;
    private final PickedRow beside;
    private final List<List<Point>> points = new ArrayList<>();

    ValuesPartial(Finish finish, FieldType type, double rank, PickedRow beside) {
        this.finish = finish;
        this.type = type;
        this.rank = rank;
        this.beside = beside;
    }

    @Override
    public void add(int slot, SeriesColumns run, int columnIndex, int from, int to) {
        List<Point> here = at(slot);
        Column column = run.columns()[columnIndex];
        for (int row = from; row < to; row++) {
            if (column.has(row)) {
                @SuppressWarnings("unchecked") // values are Long, Double, Boolean or String
                Comparable<Object> value = (Comparable<Object>) Values.of(column, row);
                here.add(new Point(value, run.times()[row], beside.at(run, row)));
            }
        }
    }

    private List<Point> at(int slot) {
        while (points.size() <= slot) {
            points.add(new ArrayList<>());
        }
        return points.get(slot);
    }

    @Override
    public void merge(int slot, PartialAggregate other, int otherSlot) {
        List<List<Point>> theirs = ((ValuesPartial) other).points;
        if (otherSlot < theirs.size()) {
            at(slot).addAll(theirs.get(otherSlot));
        }
    }

    @Override
    public List<Result> results(int slot) {
        if (slot >= points.size() || points.get(slot).isEmpty()) {
            return List.of();
        }
        List<Point> sorted = points.get(slot);
        sorted.sort(BY_VALUE);
        return switch (finish) {
            case MEDIAN -> Result.of(median(sorted));
            case MODE -> Result.of(type == FieldType.BOOLEAN ? commonTruth(sorted) : mode(sorted));
            case PERCENTILE -> percentile(sorted);
        };
    }

    private static double median(List<Point> sorted) {
        int middle = sorted.size() / 2;
        if (sorted.size() % 2 == 1) {
            return sorted.get(middle).number();
        }
        double below = sorted.get(middle - 1).number();
        double above = sorted.get(middle).number();
        return below + (above - below) / 2;
    }

    /**
     * The value met most often, as InfluxDB counts: of values met equally often, more than once,
     * the one that was met first; if all are met once, the least.
     */
    private static Object mode(List<Point> sorted) {
        Point best = sorted.get(0);
        int bestCount = 1;
        int from = 0;
        while (from < sorted.size()) {
            Point first = sorted.get(from);
            int to = from;
            while (to < sorted.size() && sorted.get(to).value().equals(first.value())) {
                to++;
            }
            int count = to - from;
            boolean sooner = count > 1 && count == bestCount && first.time() <= best.time();
            if (count > bestCount || sooner) {
                best = sorted.get(from);
                bestCount = count;
            }
            from = to;
        }
        return best.value();
    }

    private static boolean commonTruth(List<Point> points) {
        long truths = points.stream().filter(point -> point.value().equals(true)).count();
        return truths > points.size() - truths;
    }

    private List<Result> percentile(List<Point> sorted) {
        int at = (int) Math.floor(sorted.size() * rank / 100 + 0.5) - 1;
        if (at < 0 || at >= sorted.size()) {
            return List.of();
        }
        Point point = sorted.get(at);
        return List.of(new Result(point.value(), point.time(), point.beside()));
    }
}
