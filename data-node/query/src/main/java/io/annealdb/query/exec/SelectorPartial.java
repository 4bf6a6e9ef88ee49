package io.annealdb.query.exec;

import io.annealdb.points.FieldType;
import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesColumns.Column;
import java.util.Arrays;
import java.util.List;

/** The point that min, max, first or last picks, and what stands beside it. */
final class SelectorPartial implements PartialAggregate {
    private final PointOrder order;
    private final FieldType type;
    private final PickedRow beside;
    private boolean[] any = new boolean[8];
    private long[] times = new long[8];
    private long[] bits = new long[8];
    private byte[][] texts; // of strings; null for other types
    private Object[][] others = new Object[8][];

    SelectorPartial(PointOrder order, FieldType type, PickedRow beside) {
        this.order = order;
        this.type = type;
        this.beside = beside;
        this.texts = type == FieldType.STRING ? new byte[8][] : null;
    }

    @Override
    public void add(int slot, SeriesColumns run, int columnIndex, int from, int to) {
        ensure(slot);
        Column column = run.columns()[columnIndex];
        int picked = -1;
        for (int row = from; row < to; row++) {
            if (column.has(row)) {
                long value = column.bits()[row];
                byte[] text = texts == null ? null : column.texts()[(int) value];
                if (isBetter(slot, run.times()[row], value, text)) {
                    keep(slot, run.times()[row], value, text);
                    picked = row;
                }
            }
        }
        if (picked >= 0) {
            others[slot] = beside.at(run, picked);
        }
    }

    private boolean isBetter(int slot, long time, long value, byte[] text) {
        return !any[slot]
                || order.better(
                        time,
                        times[slot],
                        text == null
                                ? compare(value, bits[slot])
                                : Arrays.compareUnsigned(text, texts[slot]));
    }

    private int compare(long a, long b) {
        if (type != FieldType.FLOAT) {
            return Long.compare(a, b);
        }
        double left = Double.longBitsToDouble(a);
        double right = Double.longBitsToDouble(b);
        return left < right ? -1 : left > right ? 1 : 0;
    }

    private void keep(int slot, long time, long value, byte[] text) {
        any[slot] = true;
        times[slot] = time;
        bits[slot] = value;
        if (texts != null) {
            texts[slot] = text;
        }
    }

    @Override
    public void merge(int slot, PartialAggregate other, int otherSlot) {
        SelectorPartial theirs = (SelectorPartial) other;
        if (otherSlot >= theirs.any.length || !theirs.any[otherSlot]) {
            return;
        }
        ensure(slot);
        byte[] text = texts == null ? null : theirs.texts[otherSlot];
        if (isBetter(slot, theirs.times[otherSlot], theirs.bits[otherSlot], text)) {
            keep(slot, theirs.times[otherSlot], theirs.bits[otherSlot], text);
            others[slot] = theirs.others[otherSlot];
        }
    }

    @Override
    public List<Result> results(int slot) {
        if (slot >= any.length || !any[slot]) {
            return List.of();
        }
        Object value =
                texts == null
                        ? Values.of(type, bits[slot], null)
                        : Values.of(type, 0, new byte[][] {texts[slot]});
        return List.of(new Result(value, times[slot], others[slot]));
    }

    private void ensure(int slot) {
        if (slot >= any.length) {
            int larger = Math.max(slot + 1, any.length * 2);
            any = Arrays.copyOf(any, larger);
            times = Arrays.copyOf(times, larger);
            bits = Arrays.copyOf(bits, larger);
            texts = texts == null ? null : Arrays.copyOf(texts, larger);
            others = Arrays.copyOf(others, larger);
        }
    }
}
