package io.annealdb.points.codec;

import io.annealdb.points.FieldType;
import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesKey;
import java.util.ArrayList;
import java.util.List;

/** One run of a read's answer as bytes, for scans over the network; docs/format/rows.md. */
public final class ColumnsCodec {
    /** Most points of a run. */
    public static final int POINTS_MAX = 1 << 23;

    private static final int VERSION = 1;
    private static final int NO_TYPE = 255;
    private static final int ALL_PRESENT = 0;
    private static final int SOME_PRESENT = 1;

    private ColumnsCodec() {}

    /**
     * @throws IllegalArgumentException if the run has more than {@link #POINTS_MAX} points, {@link
     *     RowsCodec#VALUES_MAX} values or 64 MiB before compression
     */
    public static byte[] encode(SeriesColumns run) {
        int size = run.size();
        if (size > POINTS_MAX || (long) size * run.columns().length > RowsCodec.VALUES_MAX) {
            throw new IllegalArgumentException(
                    "a run of "
                            + size
                            + " points of "
                            + run.columns().length
                            + " fields is too long");
        }
        byte[] key = run.series().bytes();
        ByteWriter out = Envelope.begin(VERSION, key.length + 64 + size * 4);
        out.writeBlock(key);
        out.writeUnsigned(size);
        out.writeUnsigned(run.columns().length);
        Runs.write(out, run.times(), size);
        int[] previous = previous(size);
        for (SeriesColumns.Column column : run.columns()) {
            writeColumn(out, column, size, previous);
        }
        return Envelope.seal(out);
    }

    /**
     * @throws MalformedException if bytes {@code [from, to)} are not exactly one run
     */
    public static SeriesColumns decode(byte[] bytes, int from, int to) {
        ByteReader in = Envelope.open(VERSION, bytes, from, to);
        SeriesKey series = in.readSeries();
        int size = in.readCount(POINTS_MAX, "points");
        int columnCount = in.readCount(in.remaining(), "fields");
        // a column without values takes a byte, so the product alone is bounded by what is allowed
        if ((long) size * columnCount > RowsCodec.VALUES_MAX) {
            throw new MalformedException(size + " points of " + columnCount + " fields");
        }
        long[] times = new long[size];
        Runs.read(in, times, size);
        int[] previous = previous(size);
        SeriesColumns.Column[] columns = new SeriesColumns.Column[columnCount];
        for (int i = 0; i < columnCount; i++) {
            columns[i] = readColumn(in, size, previous);
        }
        in.end();
        return new SeriesColumns(series, times, columns);
    }

    private static int[] previous(int size) {
        int[] previous = new int[size];
        for (int i = 1; i < size; i++) {
            previous[i] = i - 1;
        }
        return previous;
    }

    private static void writeColumn(
            ByteWriter out, SeriesColumns.Column column, int size, int[] previous) {
        if (column.type() == null) {
            out.writeByte(NO_TYPE);
            return;
        }
        out.writeByte(column.type().code());
        long[] dense = new long[size];
        int present = 0;
        if (column.present() == null) {
            out.writeByte(ALL_PRESENT);
            System.arraycopy(column.bits(), 0, dense, 0, size);
            present = size;
        } else {
            out.writeByte(SOME_PRESENT);
            long[] marks = new long[size];
            for (int row = 0; row < size; row++) {
                if (column.present()[row]) {
                    marks[row] = 1;
                    dense[present++] = column.bits()[row];
                }
            }
            ValueCoder.write(out, FieldType.BOOLEAN, marks, size, previous);
        }
        if (column.type() == FieldType.STRING) {
            byte[][] texts = new byte[present][];
            for (int i = 0; i < present; i++) {
                texts[i] = column.texts()[(int) dense[i]];
            }
            ValueCoder.writeTexts(out, texts, present, previous);
        } else {
            ValueCoder.write(out, column.type(), dense, present, previous);
        }
    }

    private static SeriesColumns.Column readColumn(ByteReader in, int size, int[] previous) {
        int code = in.readByte();
        if (code == NO_TYPE) {
            return new SeriesColumns.Column(null, new long[0], null, null);
        }
        FieldType type = RowsCodec.typeOf(code);
        int presence = in.readByte();
        if (presence > SOME_PRESENT) {
            throw new MalformedException("presence mark " + presence);
        }
        if (size > 8L * in.remaining()) {
            throw new MalformedException("more points than bytes for them");
        }
        long[] bits = new long[size];
        boolean[] present = null;
        int count = size;
        if (presence == SOME_PRESENT) {
            ValueCoder.read(in, FieldType.BOOLEAN, bits, size, previous);
            present = new boolean[size];
            count = 0;
            for (int row = 0; row < size; row++) {
                present[row] = bits[row] == 1;
                count += (int) bits[row];
            }
        }
        byte[][] texts = null;
        if (type == FieldType.STRING) {
            List<byte[]> table = new ArrayList<>();
            ValueCoder.readTexts(in, table, bits, count, previous);
            texts = table.toArray(byte[][]::new);
        } else {
            ValueCoder.read(in, type, bits, count, previous);
        }
        if (present != null) {
            spread(bits, present, count);
        }
        return new SeriesColumns.Column(type, bits, present, texts);
    }

    /**
     * Moves values from the front to the rows that have one, from the back so that none is lost.
     */
    private static void spread(long[] bits, boolean[] present, int count) {
        int from = count;
        for (int row = bits.length - 1; row >= 0; row--) {
            bits[row] = present[row] ? bits[--from] : 0;
        }
    }
}
