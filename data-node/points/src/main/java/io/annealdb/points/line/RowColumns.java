package io.annealdb.points.line;

import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Shape;
import io.annealdb.points.Stamp;
import java.util.Arrays;

/** Gathers the rows of a body, column by column. */
final class RowColumns {
    private int size;
    private int[] seriesOf;
    private int[] shapeOf;
    private long[] times;
    private int[] valuesAt;
    private long[] values;
    private int valueCount;
    private byte[][] texts = new byte[16][];
    private int textCount;

    RowColumns(int expectedRows, int expectedValues) {
        seriesOf = new int[expectedRows];
        shapeOf = new int[expectedRows];
        times = new long[expectedRows];
        valuesAt = new int[expectedRows];
        values = new long[expectedValues];
    }

    /** Adds a row whose values stand, in the order of the line, in an array of bits. */
    void add(int series, long time, FieldSet set, long[] bits, byte[] body) {
        if (size == times.length) {
            int larger = size * 2;
            seriesOf = Arrays.copyOf(seriesOf, larger);
            shapeOf = Arrays.copyOf(shapeOf, larger);
            times = Arrays.copyOf(times, larger);
            valuesAt = Arrays.copyOf(valuesAt, larger);
        }
        int width = set.shape().size();
        if (values.length - valueCount < width) {
            values = Arrays.copyOf(values, Math.max(values.length * 2, valueCount + width));
        }
        seriesOf[size] = series;
        shapeOf[size] = set.shapeIndex();
        times[size] = time;
        valuesAt[size++] = valueCount;
        set.place(bits, values, valueCount);
        for (int column : set.textColumns()) {
            long span = values[valueCount + column];
            values[valueCount + column] = text(body, Spans.from(span), Spans.to(span));
        }
        valueCount += width;
    }

    private int text(byte[] body, int from, int to) {
        if (textCount == texts.length) {
            texts = Arrays.copyOf(texts, textCount * 2);
        }
        texts[textCount] = Spans.unescaped(body, from, to);
        return textCount++;
    }

    Rows rows(SeriesKey[] series, Shape[] shapes) {
        return Rows.ofColumns(
                size,
                series,
                shapes,
                new Stamp[] {Stamp.NONE},
                Arrays.copyOf(texts, textCount),
                seriesOf,
                shapeOf,
                null,
                times,
                valuesAt,
                values);
    }
}
