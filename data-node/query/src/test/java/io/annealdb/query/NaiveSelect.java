package io.annealdb.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Answers the SELECTs of {@link RandomSelectTest} the slow and obvious way: all points in one list,
 * filtered, grouped and reduced one by one.
 */
final class NaiveSelect {
    record Point(String host, long time, Double f, Long i) {}

    /** What is asked: rows of f and i if there is no function, else one function of one field. */
    record Question(
            String function,
            String field,
            Predicate<Point> where,
            boolean byHost,
            long interval,
            String fill,
            long min,
            long max,
            boolean ascending,
            int limit) {}

    private final List<Point> points;

    NaiveSelect(List<Point> points) {
        this.points = points;
    }

    String answer(Question q) {
        Map<String, List<Point>> groups = new TreeMap<>();
        points.stream()
                .filter(p -> p.time >= q.min && p.time <= q.max && q.where.test(p))
                .sorted(Comparator.comparingLong(Point::time).thenComparing(Point::host))
                .forEach(
                        p ->
                                groups.computeIfAbsent(
                                                q.byHost ? p.host : "", h -> new ArrayList<>())
                                        .add(p));
        List<String> lines = new ArrayList<>();
        groups.forEach(
                (host, members) -> {
                    List<String> rows =
                            q.function == null ? raw(q, members) : aggregate(q, members);
                    if (q.limit > 0 && rows.size() > q.limit) {
                        rows = rows.subList(0, q.limit);
                    }
                    if (!rows.isEmpty()) {
                        String columns = q.function == null ? "f i" : q.function;
                        lines.add(
                                (q.byHost ? "m h=" + host : "m")
                                        + " | time "
                                        + columns
                                        + " | "
                                        + String.join(" | ", rows));
                    }
                });
        if (!q.ascending) {
            java.util.Collections.reverse(lines);
        }
        return String.join("\n", lines);
    }

    private static List<String> raw(Question q, List<Point> members) {
        List<String> rows =
                members.stream()
                        .filter(p -> p.f != null || p.i != null)
                        .map(p -> p.time + " " + p.f + " " + p.i)
                        .collect(Collectors.toCollection(ArrayList::new));
        if (!q.ascending) {
            java.util.Collections.reverse(rows);
        }
        return rows;
    }

    private static List<String> aggregate(Question q, List<Point> members) {
        TreeMap<Long, List<Point>> buckets = new TreeMap<>();
        for (Point p : members) {
            if (q.field.equals("f") ? p.f != null : p.i != null) {
                long start =
                        q.interval == 0 ? q.min : Math.floorDiv(p.time, q.interval) * q.interval;
                buckets.computeIfAbsent(start, s -> new ArrayList<>()).add(p);
            }
        }
        if (buckets.isEmpty()) {
            return List.of();
        }
        List<String> rows = new ArrayList<>();
        if (q.interval == 0 || q.fill.equals("none")) {
            buckets.forEach(
                    (start, here) -> rows.add(start(q, start, here) + " " + value(q, here)));
        } else {
            long first = Math.floorDiv(q.min, q.interval) * q.interval;
            long last = Math.floorDiv(q.max, q.interval) * q.interval;
            for (long start = first; start <= last; start += q.interval) {
                rows.add(start + " " + filled(q, buckets, start));
            }
        }
        if (!q.ascending) {
            java.util.Collections.reverse(rows);
        }
        return rows;
    }

    private static Object filled(Question q, TreeMap<Long, List<Point>> buckets, long start) {
        if (buckets.containsKey(start)) {
            return value(q, buckets.get(start));
        }
        boolean count = q.function.equals("count");
        if (q.fill.equals("null")) {
            return count ? 0L : null;
        }
        if (q.fill.equals("previous")) {
            var before = q.ascending ? buckets.lowerEntry(start) : buckets.higherEntry(start);
            return before == null ? null : value(q, before.getValue());
        }
        boolean whole = count || q.field.equals("i") && !q.function.equals("mean");
        return whole ? (Object) 7L : (Object) 7.0;
    }

    private static long start(Question q, long start, List<Point> here) {
        return q.interval > 0 || !List.of("min", "max", "first", "last").contains(q.function)
                ? start
                : picked(q, here).time;
    }

    private static Object value(Question q, List<Point> here) {
        boolean floats = q.field.equals("f");
        return switch (q.function) {
            case "count" -> (long) here.size();
            case "sum" ->
                    floats
                            ? (Object) here.stream().mapToDouble(p -> p.f).sum()
                            : (Object) here.stream().mapToLong(p -> p.i).sum();
            case "mean" -> here.stream().mapToDouble(p -> number(q, p)).sum() / here.size();
            case "spread" -> {
                double low = here.stream().mapToDouble(p -> number(q, p)).min().orElseThrow();
                double high = here.stream().mapToDouble(p -> number(q, p)).max().orElseThrow();
                yield floats ? (Object) (high - low) : (Object) (long) (high - low);
            }
            default -> floats ? (Object) picked(q, here).f : (Object) picked(q, here).i;
        };
    }

    private static double number(Question q, Point p) {
        return q.field.equals("f") ? p.f : p.i;
    }

    private static Point picked(Question q, List<Point> here) {
        Comparator<Point> byValue = Comparator.comparingDouble(p -> number(q, p));
        Comparator<Point> byTime = Comparator.comparingLong(Point::time);
        Comparator<Point> best =
                switch (q.function) {
                    case "min" -> byValue.reversed().thenComparing(byTime.reversed());
                    case "max" -> byValue.thenComparing(byTime.reversed());
                    case "first" -> byTime.reversed().thenComparing(byValue);
                    default -> byTime.thenComparing(byValue);
                };
        return here.stream().max(best).orElseThrow();
    }
}
