package io.annealdb.points.codec;

import io.annealdb.points.FieldType;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Shape;
import io.annealdb.points.Stamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows as bytes, in log records, hints, messages and repair chunks; docs/format/rows.md has the
 * layout. The bytes stand for themselves: series go by key. The order of rows is kept, and equal
 * batches give equal bytes.
 */
public final class RowsCodec {
    /** Most rows of a batch. */
    public static final int ROWS_MAX = 1 << 23;

    /** Most values of a batch. */
    public static final int VALUES_MAX = 1 << 24;

    private static final int VERSION = 1;

    private RowsCodec() {}

    /**
     * @throws IllegalArgumentException if the batch has more than {@link #ROWS_MAX} rows, {@link
     *     #VALUES_MAX} values or 64 MiB before compression
     */
    public static byte[] encode(Rows rows) {
        long values = rows.valueCount();
        if (rows.size() > ROWS_MAX || values > VALUES_MAX) {
            throw new IllegalArgumentException(
                    "a batch of "
                            + rows.size()
                            + " rows, "
                            + values
                            + " values; at most "
                            + ROWS_MAX
                            + " and "
                            + VALUES_MAX
                            + " fit");
        }
        ByteWriter out = Envelope.begin(VERSION, expectedBytes(rows, values));
        out.writeUnsigned(rows.size());
        writeTables(out, rows);
        long[] scratch = new long[rows.size()];
        for (int row = 0; row < scratch.length; row++) {
            scratch[row] = rows.seriesIndex(row);
        }
        Runs.write(out, scratch, scratch.length);
        for (int row = 0; row < scratch.length; row++) {
            scratch[row] = rows.shapeIndex(row);
        }
        Runs.write(out, scratch, scratch.length);
        if (rows.stampCount() > 1) {
            for (int row = 0; row < scratch.length; row++) {
                scratch[row] = rows.stampIndex(row);
            }
            Runs.write(out, scratch, scratch.length);
        }
        for (int row = 0; row < scratch.length; row++) {
            scratch[row] = rows.time(row);
        }
        Runs.write(out, scratch, scratch.length);
        writeValues(out, rows, scratch);
        return Envelope.seal(out);
    }

    /**
     * @throws MalformedException if bytes {@code [from, to)} are not exactly one batch
     */
    public static Rows decode(byte[] bytes, int from, int to) {
        ByteReader in = Envelope.open(VERSION, bytes, from, to);
        int size = in.readCount(Math.min(ROWS_MAX, 8L * in.remaining()), "rows");
        SeriesKey[] series = readSeries(in);
        Shape[] shapes = readShapes(in);
        Stamp[] stamps = readStamps(in);
        long[] scratch = new long[size];
        int[] seriesOf = Runs.readIndexes(in, scratch, size, series.length, "series");
        int[] shapeOf = Runs.readIndexes(in, scratch, size, shapes.length, "shape");
        int[] stampOf =
                stamps.length == 1
                        ? null
                        : Runs.readIndexes(in, scratch, size, stamps.length, "stamp");
        long[] times = new long[size];
        Runs.read(in, times, size);
        int[] valuesAt = new int[size];
        long valueCount = 0;
        for (int row = 0; row < size; row++) {
            valuesAt[row] = (int) valueCount;
            valueCount += shapes[shapeOf[row]].size();
            if (valueCount > Math.min(VALUES_MAX, 8L * in.remaining())) {
                throw new MalformedException("more values than bytes for them");
            }
        }
        long[] values = new long[(int) valueCount];
        List<byte[]> texts = new ArrayList<>();
        readValues(in, shapes, series.length, seriesOf, shapeOf, valuesAt, values, texts);
        in.end();
        return Rows.ofColumns(
                size,
                series,
                shapes,
                stamps,
                texts.toArray(byte[][]::new),
                seriesOf,
                shapeOf,
                stampOf,
                times,
                valuesAt,
                values);
    }

    private static int expectedBytes(Rows rows, long values) {
        long bytes = 256 + rows.size() * 4L + values * 2;
        for (int i = 0; i < rows.seriesCount(); i++) {
            bytes += rows.seriesAt(i).bytes().length + 2;
        }
        return (int) Math.min(bytes, Envelope.BODY_BYTES_MAX);
    }

    private static void writeTables(ByteWriter out, Rows rows) {
        out.writeUnsigned(rows.seriesCount());
        for (int i = 0; i < rows.seriesCount(); i++) {
            out.writeBlock(rows.seriesAt(i).bytes());
        }
        out.writeUnsigned(rows.shapeCount());
        for (int i = 0; i < rows.shapeCount(); i++) {
            Shape shape = rows.shapeAt(i);
            out.writeUnsigned(shape.size());
            for (Shape.Column column : shape.columns()) {
                out.writeByte(column.type().code());
                out.writeText(column.name());
            }
        }
        out.writeUnsigned(rows.stampCount());
        for (int i = 0; i < rows.stampCount(); i++) {
            StampCodec.write(out, rows.stampAt(i));
        }
    }

    private static SeriesKey[] readSeries(ByteReader in) {
        SeriesKey[] series = new SeriesKey[in.readCount(in.remaining(), "series")];
        for (int i = 0; i < series.length; i++) {
            series[i] = in.readSeries();
        }
        return series;
    }

    private static Shape[] readShapes(ByteReader in) {
        Shape[] shapes = new Shape[in.readCount(in.remaining() / 3, "shapes")];
        for (int i = 0; i < shapes.length; i++) {
            int size = in.readCount(in.remaining() / 2, "fields");
            List<Shape.Column> columns = new ArrayList<>(size);
            for (int column = 0; column < size; column++) {
                FieldType type = typeOf(in.readByte());
                columns.add(new Shape.Column(in.readText(), type));
            }
            try {
                shapes[i] = new Shape(columns);
            } catch (IllegalArgumentException e) {
                throw new MalformedException("shape " + i + ": " + e.getMessage(), e);
            }
        }
        return shapes;
    }

    static FieldType typeOf(int code) {
        try {
            return FieldType.ofCode(code);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage(), e);
        }
    }

    private static Stamp[] readStamps(ByteReader in) {
        Stamp[] stamps = new Stamp[in.readCount(in.remaining() / Stamp.BYTES, "stamps")];
        if (stamps.length == 0) {
            throw new MalformedException("a batch without a stamp");
        }
        for (int i = 0; i < stamps.length; i++) {
            stamps[i] = StampCodec.read(in);
        }
        return stamps;
    }

    private static void writeValues(ByteWriter out, Rows rows, long[] scratch) {
        int[] shapeOf = new int[rows.size()];
        int[] seriesOf = new int[rows.size()];
        for (int row = 0; row < shapeOf.length; row++) {
            shapeOf[row] = rows.shapeIndex(row);
            seriesOf[row] = rows.seriesIndex(row);
        }
        RowsByShape order =
                new RowsByShape(shapeOf, seriesOf, rows.shapeCount(), rows.seriesCount());
        for (int s = 0; s < rows.shapeCount(); s++) {
            int[] members = order.rows(s);
            Shape shape = rows.shapeAt(s);
            for (int column = 0; column < shape.size(); column++) {
                if (shape.type(column) == FieldType.STRING) {
                    byte[][] texts = new byte[members.length][];
                    for (int i = 0; i < members.length; i++) {
                        texts[i] = rows.text(rows.bits(members[i], column));
                    }
                    ValueCoder.writeTexts(out, texts, members.length, order.previous());
                } else {
                    for (int i = 0; i < members.length; i++) {
                        scratch[i] = rows.bits(members[i], column);
                    }
                    ValueCoder.write(
                            out, shape.type(column), scratch, members.length, order.previous());
                }
            }
        }
    }

    private static void readValues(
            ByteReader in,
            Shape[] shapes,
            int seriesCount,
            int[] seriesOf,
            int[] shapeOf,
            int[] valuesAt,
            long[] values,
            List<byte[]> texts) {
        RowsByShape order = new RowsByShape(shapeOf, seriesOf, shapes.length, seriesCount);
        long[] scratch = new long[shapeOf.length];
        for (int s = 0; s < shapes.length; s++) {
            int[] members = order.rows(s);
            for (int column = 0; column < shapes[s].size(); column++) {
                FieldType type = shapes[s].type(column);
                if (type == FieldType.STRING) {
                    ValueCoder.readTexts(in, texts, scratch, members.length, order.previous());
                } else {
                    ValueCoder.read(in, type, scratch, members.length, order.previous());
                }
                for (int i = 0; i < members.length; i++) {
                    values[valuesAt[members[i]] + column] = scratch[i];
                }
            }
        }
    }

    /** Walks the rows shape by shape, and finds for each the row that predicts its values. */
    private static final class RowsByShape {
        private final int[] seriesOf;
        private final int[] starts;
        private final int[] ordered;
        private final int[] lastOf;
        private final int[] previous;

        RowsByShape(int[] shapeOf, int[] seriesOf, int shapeCount, int seriesCount) {
            this.seriesOf = seriesOf;
            this.starts = new int[shapeCount + 1];
            this.ordered = new int[shapeOf.length];
            this.lastOf = new int[seriesCount];
            this.previous = new int[shapeOf.length];
            Arrays.fill(lastOf, -1);
            for (int shape : shapeOf) {
                starts[shape + 1]++;
            }
            for (int shape = 0; shape < shapeCount; shape++) {
                starts[shape + 1] += starts[shape];
            }
            int[] next = starts.clone();
            for (int row = 0; row < shapeOf.length; row++) {
                ordered[next[shapeOf[row]]++] = row;
            }
        }

        /** The rows of a shape, in order; {@link #previous} speaks of these until the next call. */
        int[] rows(int shape) {
            int start = starts[shape];
            int[] members = Arrays.copyOfRange(ordered, start, starts[shape + 1]);
            for (int i = 0; i < members.length; i++) {
                int last = lastOf[seriesOf[members[i]]];
                // an entry of an earlier shape lies below the start
                previous[i] = last >= start ? last - start : Math.max(0, i - 1);
                lastOf[seriesOf[members[i]]] = start + i;
            }
            return members;
        }

        int[] previous() {
            return previous;
        }
    }
}
