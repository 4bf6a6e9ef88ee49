package io.annealdb.storage.block;

import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;

/**
 * Times, or other numbers that mostly go in equal steps. Steps are divided by the greatest of 10^9,
 * 10^6, 10^3, 1 that divides them all; then the shortest of three codecs:
 *
 * <pre>
 *   first (zigzag varint) │ codec 1 │ ...
 *   0 regular  step (zigzag varint)
 *   1 runs     scale 1 │ number of runs │ each: change of the step (zigzag), how many
 *   2 packed   scale 1 │ least step (zigzag varint) │ frames of what each step is above it
 * </pre>
 */
final class TimeColumn {
    private static final int REGULAR = 0;
    private static final int RUNS = 1;
    private static final int PACKED = 2;
    private static final long[] SCALES = {1, 1_000, 1_000_000, 1_000_000_000};

    private TimeColumn() {}

    static void write(long[] values, int count, ByteWriter out) {
        out.writeZigzag(values[0]);
        int steps = count - 1;
        if (steps <= 0) {
            out.writeByte(REGULAR);
            out.writeZigzag(0);
            return;
        }
        long[] step = new long[steps];
        boolean regular = steps(values, count, step);
        if (regular) {
            out.writeByte(REGULAR);
            out.writeZigzag(step[0]);
            return;
        }
        int scale = scale(step, steps);
        divide(step, steps, SCALES[scale]);
        ByteWriter runs = new ByteWriter(64);
        writeRuns(step, steps, runs);
        long least = least(step, steps);
        ByteWriter packed = new ByteWriter(64);
        packed.writeZigzag(least);
        subtract(step, steps, least);
        IntColumn.writeFrames(step, steps, packed);
        ByteWriter shorter = runs.size() <= packed.size() ? runs : packed;
        out.writeByte(shorter == runs ? RUNS : PACKED);
        out.writeByte(scale);
        out.writeBytes(shorter.array(), 0, shorter.size());
    }

    static void read(byte[] source, int from, int to, int count, long[] into) {
        ByteReader in = new ByteReader(source, from, to);
        into[0] = in.readZigzag();
        int codec = in.readByte();
        if (codec == REGULAR) {
            sumRegular(into, count, in.readZigzag());
            return;
        }
        int scale = in.readByte();
        if (codec > PACKED || scale >= SCALES.length) {
            throw new MalformedException("unknown time codec " + codec + " scale " + scale);
        }
        long first = into[0];
        if (codec == RUNS) {
            readRuns(in, count, into);
            sumScaled(into, count, first, 0, SCALES[scale]);
        } else {
            long least = in.readZigzag();
            IntColumn.readFrames(source, in.position(), to, count - 1, into, 1);
            sumScaled(into, count, first, least, SCALES[scale]);
        }
    }

    private static boolean steps(long[] values, int count, long[] step) {
        boolean regular = true;
        for (int i = 1; i < count; i++) {
            step[i - 1] = values[i] - values[i - 1];
            regular &= step[i - 1] == step[0];
        }
        return regular;
    }

    private static int scale(long[] step, int count) {
        int scale = SCALES.length - 1;
        for (int i = 0; i < count && scale > 0; i++) {
            while (step[i] % SCALES[scale] != 0) {
                scale--;
            }
        }
        return scale;
    }

    private static void divide(long[] step, int count, long by) {
        if (by != 1) {
            for (int i = 0; i < count; i++) {
                step[i] /= by;
            }
        }
    }

    private static long least(long[] step, int count) {
        long least = step[0];
        for (int i = 1; i < count; i++) {
            least = Math.min(least, step[i]);
        }
        return least;
    }

    private static void subtract(long[] step, int count, long least) {
        for (int i = 0; i < count; i++) {
            step[i] -= least;
        }
    }

    private static void writeRuns(long[] step, int count, ByteWriter out) {
        int runs = 1;
        for (int i = 1; i < count; i++) {
            runs += step[i] == step[i - 1] ? 0 : 1;
        }
        out.writeUnsigned(runs);
        long last = 0;
        for (int at = 0; at < count; ) {
            int end = at + 1;
            while (end < count && step[end] == step[at]) {
                end++;
            }
            out.writeZigzag(step[at] - last);
            out.writeUnsigned(end - at);
            last = step[at];
            at = end;
        }
    }

    private static void readRuns(ByteReader in, int count, long[] into) {
        int runs = in.readCount(count, "runs of steps");
        long step = 0;
        int at = 1;
        for (int run = 0; run < runs; run++) {
            step += in.readZigzag();
            int length = in.readCount(count - at, "steps");
            for (int end = at + length; at < end; at++) {
                into[at] = step;
            }
        }
        if (at != count) {
            throw new MalformedException("steps for " + at + " of " + count + " times");
        }
    }

    private static void sumRegular(long[] into, int count, long step) {
        long value = into[0];
        for (int i = 1; i < count; i++) {
            value += step;
            into[i] = value;
        }
    }

    private static void sumScaled(long[] into, int count, long first, long least, long scale) {
        long value = first;
        for (int i = 1; i < count; i++) {
            value += (into[i] + least) * scale;
            into[i] = value;
        }
    }
}
