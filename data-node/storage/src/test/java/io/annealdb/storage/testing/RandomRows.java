package io.annealdb.storage.testing;

import io.annealdb.points.Delete;
import io.annealdb.points.FieldValue;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.Stamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Batches and deletes drawn from a seed: few series and times, so that they meet often. */
public final class RandomRows {
    public static final List<String> FIELDS = List.of("a", "b", "c", "d", "e");
    public static final int TIMES = 640;

    private final RandomGenerator random;
    private long clock = 1_000;

    public RandomRows(RandomGenerator random) {
        this.random = random;
    }

    /** A stamp above all before. */
    public Stamp nextStamp() {
        clock += 1 + random.nextInt(3);
        return new Stamp(clock, 1 + random.nextInt(3), 1);
    }

    /** Some stamp, perhaps one that was given. */
    public Stamp anyStamp() {
        return new Stamp(Math.max(1, clock - random.nextInt(60)), 1 + random.nextInt(3), 1);
    }

    /** Lets the clock run on. */
    public void skip(int ticks) {
        clock += ticks;
    }

    /** A clock value below every stamp that will still be given. */
    public long closedStamp() {
        return Math.max(0, clock - 60);
    }

    private SeriesKey series() {
        String measurement = random.nextInt(4) == 0 ? "mem" : "cpu";
        return SeriesKey.of(
                measurement,
                Map.of("host", "h" + random.nextInt(6), "zone", random.nextBoolean() ? "x" : ""));
    }

    /** Rows in order of time behind {@code start}, one a step and series. */
    public Rows ordered(long start, int steps, Stamp stamp) {
        Rows.Builder rows = Rows.builder();
        SeriesKey key = series();
        for (int i = 0; i < steps; i++) {
            rows.add(key, start + i, stamp, fields(false));
        }
        return rows.build();
    }

    /** Rows at random times, duplicates likely; fields of one type each unless asked otherwise. */
    public Rows scattered(int count, Stamp stamp, boolean anyType) {
        Rows.Builder rows = Rows.builder();
        for (int i = 0; i < count; i++) {
            rows.add(series(), random.nextInt(TIMES), stamp, fields(anyType));
        }
        return rows.build();
    }

    /** Rows at random times, each under a random stamp. */
    public Rows mixed(int count) {
        Rows.Builder rows = Rows.builder();
        for (int i = 0; i < count; i++) {
            rows.add(series(), random.nextInt(TIMES), anyStamp(), fields(random.nextInt(9) == 0));
        }
        return rows.build();
    }

    private Map<String, FieldValue> fields(boolean anyType) {
        Map<String, FieldValue> fields = new HashMap<>();
        do {
            String name = FIELDS.get(random.nextInt(FIELDS.size()));
            int kind = anyType ? random.nextInt(4) : FIELDS.indexOf(name) % 4;
            fields.put(name, value(kind));
        } while (random.nextInt(3) > 0);
        return fields;
    }

    private FieldValue value(int kind) {
        return switch (kind) {
            case 0 ->
                    new FieldValue.FloatValue(
                            random.nextInt(8) == 0
                                    ? random.nextGaussian()
                                    : random.nextInt(1000) / 100.0);
            case 1 ->
                    new FieldValue.IntegerValue(
                            random.nextInt(8) == 0 ? random.nextLong() : random.nextInt(100));
            case 2 -> new FieldValue.StringValue("text " + random.nextInt(10));
            default -> new FieldValue.BooleanValue(random.nextBoolean());
        };
    }

    public Delete delete(Stamp stamp) {
        int from = random.nextInt(TIMES);
        int length = random.nextInt(5) == 0 ? TIMES : random.nextInt(60);
        return new Delete(stamp, predicate(), from, from + length);
    }

    private SeriesPredicate predicate() {
        return switch (random.nextInt(6)) {
            case 0 -> new SeriesPredicate.Every();
            case 1 -> new SeriesPredicate.MeasurementIs("mem");
            case 2 -> new SeriesPredicate.SeriesIs(series());
            case 3 -> new SeriesPredicate.TagIs("zone", "");
            case 4 -> new SeriesPredicate.TagMatches("host", Pattern.compile("h[0-2]"));
            default ->
                    new SeriesPredicate.All(
                            List.of(
                                    new SeriesPredicate.MeasurementIs("cpu"),
                                    new SeriesPredicate.Not(
                                            new SeriesPredicate.TagIs("host", "h1"))));
        };
    }
}
