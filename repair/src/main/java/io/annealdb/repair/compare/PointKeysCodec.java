package io.annealdb.repair.compare;

import io.annealdb.points.Shape;
import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;
import java.util.Arrays;

/**
 * Points as runs of equal steps: a hole in a regular series costs about three bytes.
 *
 * <pre>
 *   points, unit, first time, then runs:
 *     length << 1 | other, gap, and if other: shape, step       gap and step in units
 * </pre>
 *
 * A run without {@code other} has the shape and the step of the one before it. Leaves of one
 * message mostly look alike, so a unit of 0 means that of the leaf before, and the first time is
 * told from its first. One object reads or writes one message.
 */
final class PointKeysCodec {
    /** Most points of a leaf that go into a message. */
    static final int POINTS_MAX = 1 << 21;

    private long lastUnit = 1;
    private long lastFirst;

    /** How many bytes these take, but for the table of shapes. */
    static int bytes(PointKeys keys) {
        ByteWriter out = new ByteWriter(64);
        new PointKeysCodec().write(out, keys, new ShapeTable());
        return out.size();
    }

    void write(ByteWriter out, PointKeys keys, ShapeTable table) {
        int size = keys.size();
        out.writeUnsigned(size);
        if (size == 0) {
            return;
        }
        long[] times = keys.times();
        long unit = unit(times);
        out.writeUnsigned(unit == lastUnit ? 0 : unit);
        out.writeZigzag(times[0] - lastFirst);
        lastUnit = unit;
        lastFirst = times[0];
        long step = 0;
        int shape = -1;
        for (int at = 0; at < size; ) {
            int myShape = table.index(keys.shapes()[at]);
            int length = run(keys, at, at + 1 < size ? times[at + 1] - times[at] : 0);
            // two points make no run of their own step: it would cost more than it saves
            boolean other = shape != myShape || length > 2 && times[at + 1] - times[at] != step;
            if (other) {
                step = length > 1 ? times[at + 1] - times[at] : step;
                shape = myShape;
            } else if (length > 1 && times[at + 1] - times[at] != step) {
                length = 1;
            }
            out.writeUnsigned((long) length << 1 | (other ? 1 : 0));
            out.writeUnsigned(at == 0 ? 0 : Long.divideUnsigned(times[at] - times[at - 1], unit));
            if (other) {
                out.writeUnsigned(shape);
                out.writeUnsigned(Long.divideUnsigned(step, unit));
            }
            at += length;
        }
    }

    /** How many points from one on follow each other by that step, with the same shape. */
    private static int run(PointKeys keys, int from, long step) {
        int end = from + 1;
        while (end < keys.size()
                && keys.times()[end] - keys.times()[end - 1] == step
                && keys.shapes()[end].equals(keys.shapes()[from])) {
            end++;
        }
        return end - from;
    }

    /** The greatest common divisor of all gaps; differences of times are unsigned. */
    private static long unit(long[] times) {
        long unit = 0;
        for (int i = 1; i < times.length && unit != 1; i++) {
            long other = times[i] - times[i - 1];
            while (other != 0) {
                long rest = Long.remainderUnsigned(unit, other);
                unit = other;
                other = rest;
            }
        }
        return unit == 0 ? 1 : unit;
    }

    PointKeys read(ByteReader in, Shape[] table) {
        int size = in.readCount(POINTS_MAX, "points");
        if (size == 0) {
            return PointKeys.NONE;
        }
        long told = in.readUnsigned();
        long unit = told == 0 ? lastUnit : told;
        long time = lastFirst + in.readZigzag();
        lastUnit = unit;
        lastFirst = time;
        long[] times = new long[size];
        Shape[] shapes = new Shape[size];
        Shape shape = null;
        long step = 0;
        for (int at = 0; at < size; ) {
            long head = in.readUnsigned();
            long gap = in.readUnsigned() * unit;
            int length = (int) Math.min(head >>> 1, Integer.MAX_VALUE);
            if ((head & 1) != 0) {
                shape = table[in.readCount(table.length - 1L, "as the number of a shape")];
                step = in.readUnsigned() * unit;
            }
            if (length < 1 || length > size - at || shape == null) {
                throw new MalformedException("a run of " + length + " points at " + at);
            }
            time += gap;
            for (int i = 0; i < length; i++) {
                times[at + i] = time + i * step;
            }
            Arrays.fill(shapes, at, at + length, shape);
            time = times[at + length - 1];
            at += length;
        }
        for (int i = 1; i < size; i++) {
            if (times[i - 1] >= times[i]) {
                throw new MalformedException("points out of order at " + i);
            }
        }
        return new PointKeys(times, shapes);
    }
}
