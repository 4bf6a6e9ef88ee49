package io.annealdb.repair.compare;

import io.annealdb.points.Shape;
import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.repair.sketch.Sketch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Answers about leaves as bytes: a table of shapes, then one answer after the other. */
final class LeafAnswerCodec {
    private static final int KEYS = 0;
    private static final int CHECKS = 1;
    private static final int VERSIONS = 2;
    private static final int SEND_ALL = 3;
    private static final int KEYS_AND_SUM = 4;
    private static final int SYMBOLS = 5;
    private static final int VERSIONS_AT = 6;
    private static final int SLICES = 7;
    private static final int TOO_LARGE = 8;
    private static final int ALL_BELOW = 9;
    private static final int ALL_ABOVE = 10;

    /** An answer ends behind the leaf with which it names so many points. */
    static final int ANSWER_POINTS = 1 << 17;

    /** Most points of all leaves of one answer: so much memory damaged bytes can cost. */
    private static final int MESSAGE_POINTS_MAX = ANSWER_POINTS + PointKeysCodec.POINTS_MAX;

    private LeafAnswerCodec() {}

    static byte[] encode(ByteWriter out, Answer.Leaves answer) {
        ShapeTable shapes = new ShapeTable();
        for (LeafAnswer each : answer.leaves()) {
            keysIn(each).ifPresent(keys -> enter(keys, shapes));
        }
        shapes.write(out);
        PointKeysCodec points = new PointKeysCodec();
        out.writeUnsigned(answer.leaves().size());
        for (LeafAnswer each : answer.leaves()) {
            write(out, each, points, shapes);
        }
        return out.toBytes();
    }

    private static Optional<PointKeys> keysIn(LeafAnswer answer) {
        if (answer instanceof LeafAnswer.Keys keys) {
            return Optional.of(keys.keys());
        } else if (answer instanceof LeafAnswer.VersionsAt at) {
            return Optional.of(at.present());
        }
        return Optional.empty();
    }

    private static void enter(PointKeys keys, ShapeTable shapes) {
        Shape last = null;
        for (Shape shape : keys.shapes()) {
            if (shape != last) {
                shapes.index(shape);
                last = shape;
            }
        }
    }

    private static void write(
            ByteWriter out, LeafAnswer answer, PointKeysCodec points, ShapeTable shapes) {
        if (answer instanceof LeafAnswer.Keys keys) {
            out.writeByte(keys.sum().isPresent() ? KEYS_AND_SUM : KEYS);
            points.write(out, keys.keys(), shapes);
            keys.sum().ifPresent(out::writeLong);
        } else if (answer instanceof LeafAnswer.Checks checks) {
            out.writeByte(CHECKS);
            out.writeBlock(checks.checks());
        } else if (answer instanceof LeafAnswer.Symbols symbols) {
            out.writeByte(SYMBOLS);
            symbols.symbols().write(out);
        } else if (answer instanceof LeafAnswer.Versions versions) {
            out.writeByte(VERSIONS);
            out.writeLong(versions.restSum());
            VersionsCodec.write(out, versions.values());
        } else if (answer instanceof LeafAnswer.OneSided sided) {
            out.writeByte(sided.below() ? ALL_BELOW : ALL_ABOVE);
            out.writeLong(sided.restSum());
        } else if (answer instanceof LeafAnswer.VersionsAt versions) {
            out.writeByte(VERSIONS_AT);
            points.write(out, versions.present(), shapes);
            VersionsCodec.write(out, versions.values());
        } else if (answer instanceof LeafAnswer.Slices slices) {
            out.writeByte(SLICES);
            out.writeUnsigned(slices.slices().size());
            slices.slices().forEach(sum -> AnswerCodec.writeSum(out, sum));
        } else if (answer instanceof LeafAnswer.TooLarge large) {
            out.writeByte(TOO_LARGE);
            out.writeUnsigned(large.values());
        } else {
            out.writeByte(SEND_ALL);
        }
    }

    /** About so many bytes an answer takes, at most; regular keys take far less. */
    static long bytesAbout(LeafAnswer answer) {
        if (answer instanceof LeafAnswer.Keys keys) {
            return keys.keys().size() * 4L;
        } else if (answer instanceof LeafAnswer.Checks checks) {
            return checks.checks().length;
        } else if (answer instanceof LeafAnswer.Symbols symbols) {
            return symbols.symbols().size() * (long) Sketch.SYMBOL_BYTES;
        } else if (answer instanceof LeafAnswer.Versions versions) {
            return versions.values().size() * 8L;
        } else if (answer instanceof LeafAnswer.VersionsAt versions) {
            return versions.values().size() * 12L;
        } else if (answer instanceof LeafAnswer.Slices slices) {
            return slices.slices().size() * 11L;
        }
        return 1;
    }

    /** How many points an answer names. */
    static long points(LeafAnswer answer) {
        return keysIn(answer).map(PointKeys::size).orElse(0);
    }

    static Answer.Leaves decode(ByteReader in) {
        Shape[] shapes = ShapeTable.read(in);
        int size = in.readCount(in.remaining(), "leaves");
        List<LeafAnswer> leaves = new ArrayList<>(size);
        PointKeysCodec codec = new PointKeysCodec();
        long points = 0;
        for (int i = 0; i < size; i++) {
            int kind = in.readByte();
            LeafAnswer leaf =
                    switch (kind) {
                        case KEYS ->
                                new LeafAnswer.Keys(codec.read(in, shapes), OptionalLong.empty());
                        case KEYS_AND_SUM ->
                                new LeafAnswer.Keys(
                                        codec.read(in, shapes), OptionalLong.of(in.readLong()));
                        case CHECKS -> new LeafAnswer.Checks(in.readBlock());
                        case SYMBOLS -> new LeafAnswer.Symbols(Sketch.read(in));
                        case VERSIONS ->
                                new LeafAnswer.Versions(in.readLong(), VersionsCodec.read(in));
                        case VERSIONS_AT ->
                                new LeafAnswer.VersionsAt(
                                        codec.read(in, shapes), VersionsCodec.read(in));
                        case SLICES -> new LeafAnswer.Slices(slices(in));
                        case TOO_LARGE -> new LeafAnswer.TooLarge(in.readUnsigned());
                        case ALL_BELOW -> new LeafAnswer.OneSided(in.readLong(), true);
                        case ALL_ABOVE -> new LeafAnswer.OneSided(in.readLong(), false);
                        case SEND_ALL -> new LeafAnswer.SendAll();
                        default -> throw new MalformedException("no leaf answer of kind " + kind);
                    };
            points += points(leaf);
            if (points > MESSAGE_POINTS_MAX) {
                throw new MalformedException("more than " + MESSAGE_POINTS_MAX + " points");
            }
            leaves.add(leaf);
        }
        return new Answer.Leaves(leaves);
    }

    private static List<Answer.Sum> slices(ByteReader in) {
        int size = in.readCount(1 << LeafQuestion.Slices.SLICES_LOG_MAX, "slices");
        List<Answer.Sum> sums = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            sums.add(AnswerCodec.readSum(in));
        }
        return sums;
    }
}
