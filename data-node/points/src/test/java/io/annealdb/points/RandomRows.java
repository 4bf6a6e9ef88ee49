package io.annealdb.points;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Batches of rows from a seed: regular and wild, narrow and wide, of one stamp and of many. */
public final class RandomRows {
    private static final String[] WORDS = {
        "a", "cpu", "host", "région", "a b", "x,y", "k=v", "", "\\"
    };

    private final RandomGenerator random;

    public RandomRows(RandomGenerator random) {
        this.random = random;
    }

    public Rows next(int rowsMax) {
        int size = random.nextInt(rowsMax + 1);
        List<SeriesKey> series = new ArrayList<>();
        for (int i = random.nextInt(1, 12); i > 0; i--) {
            series.add(key());
        }
        int stamps = random.nextInt(4) == 0 ? random.nextInt(1, 5) : 1;
        boolean regular = random.nextBoolean();
        boolean oneShape = random.nextBoolean();
        Map<String, FieldType> shape = shape();
        long time = random.nextLong(-1_000_000, 2_000_000_000_000_000_000L);
        Rows.Builder out = Rows.builder();
        for (int row = 0; row < size; row++) {
            time += regular ? 10_000_000_000L : random.nextLong(-5_000_000, 5_000_000);
            if (random.nextInt(500) == 0) {
                time = random.nextLong();
            }
            SeriesKey key =
                    series.get(regular ? row % series.size() : random.nextInt(series.size()));
            Map<String, FieldValue> fields = new LinkedHashMap<>();
            (oneShape ? shape : shape()).forEach((name, type) -> fields.put(name, value(type)));
            out.add(key, time, stamp(random.nextInt(stamps)), fields);
        }
        return out.build();
    }

    public SeriesKey key() {
        Map<String, String> tags = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            tags.put("t" + word(), word());
        }
        return SeriesKey.of("m" + word() + random.nextInt(5), tags);
    }

    public static Stamp stamp(int number) {
        return new Stamp(Stamp.hlcOf(1_700_000_000_000L + number, number), number + 1, 7);
    }

    private Map<String, FieldType> shape() {
        Map<String, FieldType> fields = new TreeMap<>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            FieldType[] types = {
                FieldType.FLOAT, FieldType.INTEGER, FieldType.STRING, FieldType.BOOLEAN
            };
            fields.put(word() + random.nextInt(3), types[random.nextInt(types.length)]);
        }
        return fields;
    }

    private String word() {
        return WORDS[random.nextInt(WORDS.length)];
    }

    private FieldValue value(FieldType type) {
        return switch (type) {
            case FLOAT -> new FieldValue.FloatValue(number());
            case INTEGER, UNSIGNED ->
                    new FieldValue.IntegerValue(
                            random.nextInt(20) == 0 ? random.nextLong() : random.nextInt(100));
            case STRING -> new FieldValue.StringValue(word().repeat(random.nextInt(3)));
            case BOOLEAN -> new FieldValue.BooleanValue(random.nextBoolean());
        };
    }

    private double number() {
        double[] edges = {
            0.0,
            -0.0,
            Double.NaN,
            Double.MAX_VALUE,
            Double.MIN_VALUE,
            1e15,
            9007199254740993.0,
            0.1 + 0.2,
            Double.NEGATIVE_INFINITY,
            123456789.000001
        };
        return switch (random.nextInt(40)) {
            case 0 -> edges[random.nextInt(edges.length)];
            case 1 -> random.nextGaussian();
            default -> random.nextInt(-10_000, 10_000) / 100.0;
        };
    }
}
