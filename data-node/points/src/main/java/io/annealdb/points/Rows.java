package io.annealdb.points;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * A batch of rows, column-wise and immutable: what a write, a hint, a log record, a cache and a
 * repair chunk carry. A row is a series, a timestamp (ns), a stamp, and the values of the fields of
 * one {@link Shape}. Several rows may share series and timestamp: each holds some of the point's
 * fields, and of two values of one field and type the one of the higher {@link Stamp} counts.
 *
 * <p>A value is 64 bits: the raw bits of a double, a long, 0 or 1 of a boolean, or an index into
 * {@link #text(long)} for a string.
 */
public final class Rows {
    private final SeriesKey[] series;
    private final Shape[] shapes;
    private final Stamp[] stamps;
    private final byte[][] texts;
    private final int size;
    private final int[] seriesOf;
    private final int[] shapeOf;
    private final int[] stampOf; // null: every row has stamps[0]
    private final long[] times;
    private final int[] valuesAt;
    private final long[] values;

    private Rows(
            SeriesKey[] series,
            Shape[] shapes,
            Stamp[] stamps,
            byte[][] texts,
            int size,
            int[] seriesOf,
            int[] shapeOf,
            int[] stampOf,
            long[] times,
            int[] valuesAt,
            long[] values) {
        this.series = series;
        this.shapes = shapes;
        this.stamps = stamps;
        this.texts = texts;
        this.size = size;
        this.seriesOf = seriesOf;
        this.shapeOf = shapeOf;
        this.stampOf = stampOf;
        this.times = times;
        this.valuesAt = valuesAt;
        this.values = values;
    }

    /**
     * Takes over whole columns, for parsers and decoders; nothing is copied or checked, and the
     * arrays may not be changed any more; those of rows and values may be longer than needed.
     * Values of a row stand side by side in its shape's order.
     *
     * @param stampOf null if every row has the first stamp
     * @param valuesAt for each row the index of its first value
     */
    public static Rows ofColumns(
            int size,
            SeriesKey[] series,
            Shape[] shapes,
            Stamp[] stamps,
            byte[][] texts,
            int[] seriesOf,
            int[] shapeOf,
            int[] stampOf,
            long[] times,
            int[] valuesAt,
            long[] values) {
        return new Rows(
                series, shapes, stamps, texts, size, seriesOf, shapeOf, stampOf, times, valuesAt,
                values);
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** How many distinct series the batch speaks of; indexes for {@link #seriesAt} run below it. */
    public int seriesCount() {
        return series.length;
    }

    public SeriesKey seriesAt(int index) {
        return series[index];
    }

    public int seriesIndex(int row) {
        return seriesOf[row];
    }

    public SeriesKey series(int row) {
        return series[seriesOf[row]];
    }

    public int shapeCount() {
        return shapes.length;
    }

    public Shape shapeAt(int index) {
        return shapes[index];
    }

    public int shapeIndex(int row) {
        return shapeOf[row];
    }

    public Shape shape(int row) {
        return shapes[shapeOf[row]];
    }

    public long time(int row) {
        return times[row];
    }

    /**
     * How many distinct stamps the batch has; a fresh write has one, {@link Stamp#NONE} before
     * stamping.
     */
    public int stampCount() {
        return stamps.length;
    }

    /** The least clock value of a stamp, compared unsigned. */
    public long leastHlc() {
        long least = stamps[0].hlc();
        for (Stamp stamp : stamps) {
            least = Long.compareUnsigned(stamp.hlc(), least) < 0 ? stamp.hlc() : least;
        }
        return least;
    }

    public Stamp stampAt(int index) {
        return stamps[index];
    }

    public int stampIndex(int row) {
        return stampOf == null ? 0 : stampOf[row];
    }

    public Stamp stamp(int row) {
        return stamps[stampIndex(row)];
    }

    /** The 64 bits of the value in a column of the row's shape. */
    public long bits(int row, int column) {
        return values[valuesAt[row] + column];
    }

    /** The bytes, UTF-8, of a string value, given its bits; shared, not to be changed. */
    public byte[] text(long bits) {
        return texts[(int) bits];
    }

    public int textCount() {
        return texts.length;
    }

    /** Bytes of all string values. */
    public long textBytes() {
        long bytes = 0;
        for (byte[] text : texts) {
            bytes += text.length;
        }
        return bytes;
    }

    public FieldValue value(int row, int column) {
        long bits = bits(row, column);
        return switch (shape(row).type(column)) {
            case FLOAT -> new FieldValue.FloatValue(Double.longBitsToDouble(bits));
            case INTEGER, UNSIGNED -> new FieldValue.IntegerValue(bits);
            case STRING ->
                    new FieldValue.StringValue(new String(text(bits), StandardCharsets.UTF_8));
            case BOOLEAN -> new FieldValue.BooleanValue(bits != 0);
        };
    }

    /** Number of values in all rows. */
    public long valueCount() {
        long count = 0;
        for (int row = 0; row < size; row++) {
            count += shapes[shapeOf[row]].size();
        }
        return count;
    }

    public long minTime() {
        return Arrays.stream(times, 0, size).min().orElseThrow();
    }

    public long maxTime() {
        return Arrays.stream(times, 0, size).max().orElseThrow();
    }

    /** The same rows, all under one stamp; shares the columns. */
    public Rows stamped(Stamp stamp) {
        return new Rows(
                series,
                shapes,
                new Stamp[] {stamp},
                texts,
                size,
                seriesOf,
                shapeOf,
                null,
                times,
                valuesAt,
                values);
    }

    /**
     * The rows that a predicate on their number picks, in order; tables hold only what they use.
     */
    public Rows where(IntPredicate picked) {
        int[] newSeries = new int[series.length]; // index + 1; 0 is not entered yet
        int[] newShapes = new int[shapes.length];
        int[] newStamps = new int[stamps.length];
        Builder out = new Builder();
        for (int row = 0; row < size; row++) {
            if (!picked.test(row)) {
                continue;
            }
            int s = seriesOf[row];
            int h = shapeOf[row];
            int t = stampIndex(row);
            if (newSeries[s] == 0) {
                newSeries[s] = out.series(series[s]) + 1;
            }
            if (newShapes[h] == 0) {
                newShapes[h] = out.shape(shapes[h]) + 1;
            }
            if (newStamps[t] == 0) {
                newStamps[t] = out.stamp(stamps[t]) + 1;
            }
            out.row(newSeries[s] - 1, times[row], newShapes[h] - 1, newStamps[t] - 1);
            out.values(this, row);
        }
        return out.build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Gathers rows; not for use by several threads. Tables are shared by content. */
    public static final class Builder {
        private final Map<SeriesKey, Integer> seriesIndex = new HashMap<>();
        private final List<SeriesKey> series = new ArrayList<>();
        private final Map<Shape, Integer> shapeIndex = new HashMap<>();
        private final List<Shape> shapes = new ArrayList<>();
        private final Map<Stamp, Integer> stampIndex = new HashMap<>();
        private final List<Stamp> stamps = new ArrayList<>();
        private final List<byte[]> texts = new ArrayList<>();
        private long textBytes;
        private int size;
        private int[] seriesOf = new int[16];
        private int[] shapeOf = new int[16];
        private int[] stampOf = new int[16];
        private long[] times = new long[16];
        private int[] valuesAt = new int[16];
        private long[] values = new long[64];
        private int valueCount;

        public int size() {
            return size;
        }

        /** Bytes of all string values so far. */
        public long textBytes() {
            return textBytes;
        }

        /** Index of the series in the batch's table, entered if new. */
        public int series(SeriesKey key) {
            return seriesIndex.computeIfAbsent(
                    key,
                    k -> {
                        series.add(k);
                        return series.size() - 1;
                    });
        }

        public int shape(Shape shape) {
            return shapeIndex.computeIfAbsent(
                    shape,
                    s -> {
                        shapes.add(s);
                        return shapes.size() - 1;
                    });
        }

        public int stamp(Stamp stamp) {
            return stampIndex.computeIfAbsent(
                    stamp,
                    s -> {
                        stamps.add(s);
                        return stamps.size() - 1;
                    });
        }

        /** Enters a string value and returns its bits. */
        public long text(byte[] utf8) {
            textBytes += utf8.length;
            texts.add(utf8);
            return texts.size() - 1;
        }

        /** Begins a row; exactly the shape's number of {@link #value} calls must follow. */
        public Builder row(int seriesIndex, long time, int shapeIndex, int stampIndex) {
            if (size == times.length) {
                int larger = size * 2;
                seriesOf = Arrays.copyOf(seriesOf, larger);
                shapeOf = Arrays.copyOf(shapeOf, larger);
                stampOf = Arrays.copyOf(stampOf, larger);
                times = Arrays.copyOf(times, larger);
                valuesAt = Arrays.copyOf(valuesAt, larger);
            }
            seriesOf[size] = seriesIndex;
            shapeOf[size] = shapeIndex;
            stampOf[size] = stampIndex;
            times[size] = time;
            valuesAt[size++] = valueCount;
            return this;
        }

        public Builder value(long bits) {
            if (valueCount == values.length) {
                values = Arrays.copyOf(values, valueCount * 2);
            }
            values[valueCount++] = bits;
            return this;
        }

        /** Adds a row of another batch. */
        public Builder add(Rows from, int row) {
            row(
                    series(from.series(row)),
                    from.time(row),
                    shape(from.shape(row)),
                    stamp(from.stamp(row)));
            return values(from, row);
        }

        private Builder values(Rows from, int row) {
            Shape shape = from.shape(row);
            for (int column = 0; column < shape.size(); column++) {
                long bits = from.bits(row, column);
                value(shape.type(column) == FieldType.STRING ? text(from.text(bits)) : bits);
            }
            return this;
        }

        /**
         * Adds a row from field values, for edges and tests; fields of different types may not
         * share a name.
         */
        public Builder add(SeriesKey key, long time, Stamp stamp, Map<String, FieldValue> fields) {
            List<Shape.Column> columns =
                    fields.entrySet().stream()
                            .map(field -> new Shape.Column(field.getKey(), field.getValue().type()))
                            .sorted()
                            .toList();
            row(series(key), time, shape(new Shape(columns)), stamp(stamp));
            for (Shape.Column column : columns) {
                FieldValue value = fields.get(column.name());
                if (value instanceof FieldValue.FloatValue number) {
                    value(Double.doubleToRawLongBits(number.value()));
                } else if (value instanceof FieldValue.IntegerValue number) {
                    value(number.value());
                } else if (value instanceof FieldValue.BooleanValue truth) {
                    value(truth.value() ? 1 : 0);
                } else if (value instanceof FieldValue.StringValue string) {
                    value(text(string.value().getBytes(StandardCharsets.UTF_8)));
                }
            }
            return this;
        }

        public Rows build() {
            boolean oneStamp = stamps.size() <= 1;
            return new Rows(
                    series.toArray(SeriesKey[]::new),
                    shapes.toArray(Shape[]::new),
                    stamps.isEmpty() ? new Stamp[] {Stamp.NONE} : stamps.toArray(Stamp[]::new),
                    texts.toArray(byte[][]::new),
                    size,
                    Arrays.copyOf(seriesOf, size),
                    Arrays.copyOf(shapeOf, size),
                    oneStamp ? null : Arrays.copyOf(stampOf, size),
                    Arrays.copyOf(times, size),
                    Arrays.copyOf(valuesAt, size),
                    Arrays.copyOf(values, valueCount));
        }
    }
}
