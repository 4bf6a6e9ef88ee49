package io.annealdb.repair.compare;

import io.annealdb.points.Stamp;
import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.codec.Runs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stamps as columns: values that follow each other under one stamp are a group, and what a stamp
 * consists of stands apart, so that a regular collector's stamps come to a few bytes altogether.
 *
 * <pre>
 *   values, with content checks &lt;1b&gt;, groups, writers (node, incarnation)
 *   runs: length of each group, its writer, its milliseconds, its counter
 *   checks &lt;2b&gt; each, if there are any
 * </pre>
 */
final class VersionsCodec {
    private static final int COUNTER_BITS = 16;
    private static final int COUNTER_MASK = (1 << COUNTER_BITS) - 1;

    private record Writer(int node, int incarnation) {}

    private VersionsCodec() {}

    /**
     * @param values all with a content check, or none
     */
    static void write(ByteWriter out, List<LeafAnswer.ValueVersion> values) {
        out.writeUnsigned(values.size());
        if (values.isEmpty()) {
            return;
        }
        boolean checked = values.get(0).contentCheck() != LeafAnswer.ValueVersion.NOT_TOLD;
        out.writeByte(checked ? 1 : 0);
        Map<Writer, Integer> writers = new LinkedHashMap<>();
        long[] lengths = new long[values.size()];
        long[] writerOf = new long[values.size()];
        long[] millis = new long[values.size()];
        long[] counters = new long[values.size()];
        int groups = 0;
        Stamp last = null;
        for (LeafAnswer.ValueVersion value : values) {
            Stamp stamp = value.stamp();
            if (!stamp.equals(last)) {
                Writer writer = new Writer(stamp.node(), stamp.incarnation());
                Integer known = writers.get(writer);
                if (known == null) {
                    known = writers.size();
                    writers.put(writer, known);
                }
                writerOf[groups] = known;
                millis[groups] = stamp.hlc() >> COUNTER_BITS;
                counters[groups++] = stamp.hlc() & COUNTER_MASK;
                last = stamp;
            }
            lengths[groups - 1]++;
        }
        out.writeUnsigned(groups);
        out.writeUnsigned(writers.size());
        for (Writer writer : writers.keySet()) {
            out.writeUnsigned(writer.node);
            out.writeUnsigned(writer.incarnation);
        }
        Runs.write(out, lengths, groups);
        Runs.write(out, writerOf, groups);
        Runs.write(out, millis, groups);
        Runs.write(out, counters, groups);
        if (checked) {
            for (LeafAnswer.ValueVersion value : values) {
                out.writeByte(value.contentCheck());
                out.writeByte(value.contentCheck() >>> 8);
            }
        }
    }

    static List<LeafAnswer.ValueVersion> read(ByteReader in) {
        int size = in.readCount(PointKeysCodec.POINTS_MAX, "versions");
        List<LeafAnswer.ValueVersion> values = new ArrayList<>();
        if (size == 0) {
            return values;
        }
        boolean checked = in.readByte() != 0;
        int groups = in.readCount(size, "stamps");
        Writer[] writers = new Writer[in.readCount(in.remaining() / 2, "writers")];
        for (int i = 0; i < writers.length; i++) {
            writers[i] = new Writer((int) in.readUnsigned(), (int) in.readUnsigned());
        }
        long[] lengths = new long[groups];
        long[] writerOf = new long[groups];
        long[] millis = new long[groups];
        long[] counters = new long[groups];
        Runs.read(in, lengths, groups);
        Runs.read(in, writerOf, groups);
        Runs.read(in, millis, groups);
        Runs.read(in, counters, groups);
        if (checked && in.remaining() < 2L * size) {
            throw new MalformedException(size + " versions without their checks");
        }
        for (int group = 0; group < groups; group++) {
            if (writerOf[group] < 0
                    || writerOf[group] >= writers.length
                    || lengths[group] < 1
                    || lengths[group] > size - values.size()
                    || counters[group] != (counters[group] & COUNTER_MASK)) {
                throw new MalformedException("no stamp of values at " + values.size());
            }
            Writer writer = writers[(int) writerOf[group]];
            long hlc = millis[group] << COUNTER_BITS | counters[group];
            Stamp stamp = new Stamp(hlc, writer.node, writer.incarnation);
            LeafAnswer.ValueVersion unchecked =
                    new LeafAnswer.ValueVersion(stamp, LeafAnswer.ValueVersion.NOT_TOLD);
            for (long i = 0; i < lengths[group]; i++) {
                values.add(
                        checked
                                ? new LeafAnswer.ValueVersion(
                                        stamp, in.readByte() | in.readByte() << 8)
                                : unchecked);
            }
        }
        if (values.size() != size) {
            throw new MalformedException("stamps of " + values.size() + " values, not " + size);
        }
        return values;
    }
}
