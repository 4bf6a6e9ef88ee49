package io.annealdb.repair.compare;

import io.annealdb.points.SeriesKey;
import io.annealdb.points.Stamp;
import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.codec.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Questions about leaves as bytes, each leaf named relative to the one before. */
final class LeafQuestionCodec {
    private static final int KEYS = 0;
    private static final int CHECKS = 1;
    private static final int VERSIONS = 2;
    private static final int OTHER_KEYS = 3;
    private static final int SYMBOLS = 4;
    private static final int VERSIONS_AT = 5;
    private static final int SLICES = 6;

    private static final int KIND_MASK = 7;
    private static final int KEYED = 8;
    private static final int SLICED = 16;
    private static final int SUM_WANTED = 32;
    private static final int BOUNDED = 64;

    private LeafQuestionCodec() {}

    static void write(ByteWriter out, List<LeafQuestion> questions) {
        out.writeUnsigned(questions.size());
        int last = 0;
        for (LeafQuestion each : questions) {
            LeafRef leaf = each.leaf();
            boolean sliced = !leaf.slice().equals(Slice.WHOLE);
            out.writeByte(
                    kind(each)
                            | (leaf.key() == null ? 0 : KEYED)
                            | (sliced ? SLICED : 0)
                            | flags(each));
            out.writeZigzag(leaf.cell().index() - last);
            last = leaf.cell().index();
            if (leaf.key() == null) {
                out.writeInt(leaf.tag());
            } else {
                out.writeBlock(leaf.key().bytes());
            }
            if (sliced) {
                out.writeByte(leaf.slice().log());
                out.writeUnsigned(leaf.slice().index());
            }
            writeRest(out, each);
        }
    }

    private static int flags(LeafQuestion question) {
        if (question instanceof LeafQuestion.Keys keys) {
            return keys.sumWanted() ? SUM_WANTED : 0;
        }
        return question instanceof LeafQuestion.Versions versions && versions.own().isPresent()
                ? BOUNDED
                : 0;
    }

    private static int kind(LeafQuestion question) {
        if (question instanceof LeafQuestion.Keys keys) {
            return keys.keyHash().isPresent() ? KEYS : OTHER_KEYS;
        } else if (question instanceof LeafQuestion.Checks) {
            return CHECKS;
        } else if (question instanceof LeafQuestion.Symbols) {
            return SYMBOLS;
        } else if (question instanceof LeafQuestion.Versions) {
            return VERSIONS;
        }
        return question instanceof LeafQuestion.VersionsAt ? VERSIONS_AT : SLICES;
    }

    private static void writeRest(ByteWriter out, LeafQuestion question) {
        if (question instanceof LeafQuestion.Keys keys) {
            keys.keyHash().ifPresent(out::writeInt);
        } else if (question instanceof LeafQuestion.Checks checks) {
            out.writeUnsigned(checks.attempt());
        } else if (question instanceof LeafQuestion.Symbols symbols) {
            out.writeUnsigned(symbols.from());
            out.writeUnsigned(symbols.count());
        } else if (question instanceof LeafQuestion.Versions versions) {
            writeClasses(out, versions.classes());
            versions.own()
                    .ifPresent(
                            own -> {
                                write(out, own.low());
                                write(out, own.high());
                            });
        } else if (question instanceof LeafQuestion.VersionsAt at) {
            out.writeUnsigned(at.times().length);
            Runs.write(out, at.times(), at.times().length);
        } else if (question instanceof LeafQuestion.Slices slices) {
            out.writeByte(slices.log());
        }
    }

    private static void write(ByteWriter out, Stamp stamp) {
        out.writeLong(stamp.hlc());
        out.writeUnsigned(stamp.node());
        out.writeUnsigned(stamp.incarnation());
    }

    private static Stamp stamp(ByteReader in) {
        return new Stamp(in.readLong(), (int) in.readUnsigned(), (int) in.readUnsigned());
    }

    /** Runs of {@code length << 2 | class}, ended by the number of points, which comes first. */
    private static void writeClasses(ByteWriter out, List<PointClass> classes) {
        out.writeUnsigned(classes.size());
        for (int at = 0; at < classes.size(); ) {
            int end = at + 1;
            while (end < classes.size() && classes.get(end) == classes.get(at)) {
                end++;
            }
            out.writeUnsigned((long) (end - at) << 2 | classes.get(at).ordinal());
            at = end;
        }
    }

    static List<LeafQuestion> read(ByteReader in) {
        int size = in.readCount(in.remaining() / 4, "leaves");
        List<LeafQuestion> leaves = new ArrayList<>(size);
        long last = 0;
        for (int i = 0; i < size; i++) {
            int head = in.readByte();
            Cell cell = QuestionCodec.cell(last += in.readZigzag());
            LeafRef leaf;
            if ((head & KEYED) == 0) {
                leaf = LeafRef.tagged(cell, in.readInt());
            } else {
                byte[] key = in.readBlock();
                leaf = LeafRef.keyed(cell, SeriesKey.ofCanonical(key, 0, key.length));
            }
            if ((head & SLICED) != 0) {
                leaf = leaf.of(slice(in));
            }
            leaves.add(question(in, head, leaf));
        }
        return leaves;
    }

    private static Slice slice(ByteReader in) {
        int log = in.readByte();
        if (log > Slice.LOG_MAX) {
            throw new MalformedException("a window in 2^" + log + " slices");
        }
        return new Slice(log, in.readCount((1L << log) - 1, "as the number of a slice"));
    }

    private static LeafQuestion question(ByteReader in, int head, LeafRef leaf) {
        boolean sumWanted = (head & SUM_WANTED) != 0;
        return switch (head & KIND_MASK) {
            case KEYS -> new LeafQuestion.Keys(leaf, OptionalInt.of(in.readInt()), sumWanted);
            case OTHER_KEYS -> new LeafQuestion.Keys(leaf, OptionalInt.empty(), sumWanted);
            case CHECKS -> new LeafQuestion.Checks(leaf, in.readCount(255, "attempts"));
            case SYMBOLS ->
                    new LeafQuestion.Symbols(
                            leaf,
                            in.readCount(PointKeysCodec.POINTS_MAX, "symbols"),
                            in.readCount(PointKeysCodec.POINTS_MAX, "symbols"));
            case VERSIONS ->
                    new LeafQuestion.Versions(
                            leaf,
                            classes(in),
                            (head & BOUNDED) == 0
                                    ? Optional.empty()
                                    : Optional.of(
                                            new LeafQuestion.StampBounds(stamp(in), stamp(in))));
            case VERSIONS_AT -> new LeafQuestion.VersionsAt(leaf, times(in));
            case SLICES -> new LeafQuestion.Slices(leaf, slices(in, leaf));
            default -> throw new MalformedException("no leaf question " + head);
        };
    }

    private static int slices(ByteReader in, LeafRef leaf) {
        int log = in.readByte();
        if (log < 1
                || log > LeafQuestion.Slices.SLICES_LOG_MAX
                || leaf.slice().log() + log > Slice.LOG_MAX) {
            throw new MalformedException("a leaf cut into 2^" + log);
        }
        return log;
    }

    private static long[] times(ByteReader in) {
        int size = in.readCount(PointKeysCodec.POINTS_MAX, "times");
        long[] times = new long[size];
        Runs.read(in, times, size);
        for (int i = 1; i < size; i++) {
            if (times[i - 1] >= times[i]) {
                throw new MalformedException("times out of order at " + i);
            }
        }
        return times;
    }

    private static List<PointClass> classes(ByteReader in) {
        int size = in.readCount(PointKeysCodec.POINTS_MAX, "points");
        List<PointClass> classes = new ArrayList<>();
        while (classes.size() < size) {
            long head = in.readUnsigned();
            long length = head >>> 2;
            int code = (int) (head & 3);
            if (length < 1 || length > size - classes.size() || code >= PointClass.count()) {
                throw new MalformedException("a run of " + length + " points of class " + code);
            }
            PointClass each = PointClass.ofCode(code);
            for (long i = 0; i < length; i++) {
                classes.add(each);
            }
        }
        return classes;
    }
}
