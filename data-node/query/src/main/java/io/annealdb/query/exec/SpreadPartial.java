package io.annealdb.query.exec;

import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesColumns.Column;
import java.util.Arrays;
import java.util.List;

/** The greatest value less the least. */
final class SpreadPartial implements PartialAggregate {
    private final boolean floats;
    private boolean[] any = new boolean[8];
    private long[] least = new long[8];
    private long[] greatest = new long[8];

    SpreadPartial(boolean floats) {
        this.floats = floats;
    }

    @Override
    public void add(int slot, SeriesColumns run, int columnIndex, int from, int to) {
        ensure(slot);
        Column column = run.columns()[columnIndex];
        for (int row = from; row < to; row++) {
            if (column.has(row)) {
                take(slot, column.bits()[row]);
            }
        }
    }

    private void take(int slot, long bits) {
        if (!any[slot]) {
            any[slot] = true;
            least[slot] = bits;
            greatest[slot] = bits;
            return;
        }
        if (less(bits, least[slot])) {
            least[slot] = bits;
        }
        if (less(greatest[slot], bits)) {
            greatest[slot] = bits;
        }
    }

    private boolean less(long a, long b) {
        return floats ? Double.longBitsToDouble(a) < Double.longBitsToDouble(b) : a < b;
    }

    @Override
    public void merge(int slot, PartialAggregate other, int otherSlot) {
        SpreadPartial theirs = (SpreadPartial) other;
        if (otherSlot < theirs.any.length && theirs.any[otherSlot]) {
            ensure(slot);
            take(slot, theirs.least[otherSlot]);
            take(slot, theirs.greatest[otherSlot]);
        }
    }

    @Override
    public List<Result> results(int slot) {
        if (slot >= any.length || !any[slot]) {
            return List.of();
        }
        return Result.of(
                floats
                        ? (Object)
                                (Double.longBitsToDouble(greatest[slot])
                                        - Double.longBitsToDouble(least[slot]))
                        : (Object) (greatest[slot] - least[slot]));
    }

    private void ensure(int slot) {
        if (slot >= any.length) {
            int larger = Math.max(slot + 1, any.length * 2);
            any = Arrays.copyOf(any, larger);
            least = Arrays.copyOf(least, larger);
            greatest = Arrays.copyOf(greatest, larger);
        }
    }
}
