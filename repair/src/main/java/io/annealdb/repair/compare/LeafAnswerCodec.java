package io.annealdb.repair.compare;

import io.annealdb.points.Shape;
import io.annealdb.points.Stamp;
import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;
import java.util.ArrayList;
import java.util.List;

/** Answers about leaves as bytes: a table of shapes, then one answer after the other. */
final class LeafAnswerCodec {
    private static final int KEYS = 0;
    private static final int CHECKS = 1;
    private static final int VERSIONS = 2;
    private static final int SEND_ALL = 3;

    /** Most points of all leaves of one answer: so much memory damaged bytes can cost. */
    static final int MESSAGE_POINTS_MAX = 2 * PointKeysCodec.POINTS_MAX;

    private static final int SAME_STAMP = 0;
    private static final int SAME_NODE = 1;
    private static final int OTHER_NODE = 2;

    private LeafAnswerCodec() {}

    static byte[] encode(ByteWriter out, Answer.Leaves answer) {
        ShapeTable shapes = new ShapeTable();
        for (LeafAnswer each : answer.leaves()) {
            if (each instanceof LeafAnswer.Keys keys) {
                Shape last = null;
                for (Shape shape : keys.keys().shapes()) {
                    if (shape != last) {
                        shapes.index(shape);
                        last = shape;
                    }
                }
            }
        }
        shapes.write(out);
        PointKeysCodec points = new PointKeysCodec();
        out.writeUnsigned(answer.leaves().size());
        for (LeafAnswer each : answer.leaves()) {
            if (each instanceof LeafAnswer.Keys keys) {
                out.writeByte(KEYS);
                points.write(out, keys.keys(), shapes);
            } else if (each instanceof LeafAnswer.Checks checks) {
                out.writeByte(CHECKS);
                out.writeBlock(checks.checks());
            } else if (each instanceof LeafAnswer.Versions versions) {
                out.writeByte(VERSIONS);
                write(out, versions);
            } else {
                out.writeByte(SEND_ALL);
            }
        }
        return out.toBytes();
    }

    private static void write(ByteWriter out, LeafAnswer.Versions versions) {
        out.writeLong(versions.restSum());
        out.writeUnsigned(versions.values().size());
        Stamp last = Stamp.NONE;
        for (LeafAnswer.ValueVersion value : versions.values()) {
            Stamp stamp = value.stamp();
            if (stamp.equals(last)) {
                out.writeByte(SAME_STAMP);
            } else {
                boolean sameNode =
                        stamp.node() == last.node() && stamp.incarnation() == last.incarnation();
                out.writeByte(sameNode ? SAME_NODE : OTHER_NODE);
                if (!sameNode) {
                    out.writeUnsigned(stamp.node());
                    out.writeUnsigned(stamp.incarnation());
                }
                out.writeZigzag(stamp.hlc() - last.hlc());
                last = stamp;
            }
            out.writeByte(value.contentCheck());
            out.writeByte(value.contentCheck() >>> 8);
        }
    }

    static Answer.Leaves decode(ByteReader in) {
        Shape[] shapes = ShapeTable.read(in);
        int size = in.readCount(in.remaining(), "leaves");
        List<LeafAnswer> leaves = new ArrayList<>(size);
        PointKeysCodec codec = new PointKeysCodec();
        long points = 0;
        for (int i = 0; i < size; i++) {
            int kind = in.readByte();
            switch (kind) {
                case KEYS -> {
                    PointKeys keys = codec.read(in, shapes);
                    points += keys.size();
                    if (points > MESSAGE_POINTS_MAX) {
                        throw new MalformedException("more than " + MESSAGE_POINTS_MAX + " points");
                    }
                    leaves.add(new LeafAnswer.Keys(keys));
                }
                case CHECKS -> leaves.add(new LeafAnswer.Checks(in.readBlock()));
                case VERSIONS -> leaves.add(versions(in));
                case SEND_ALL -> leaves.add(new LeafAnswer.SendAll());
                default -> throw new MalformedException("no leaf answer of kind " + kind);
            }
        }
        return new Answer.Leaves(leaves);
    }

    private static LeafAnswer.Versions versions(ByteReader in) {
        long restSum = in.readLong();
        int size = in.readCount(in.remaining() / 3, "versions");
        List<LeafAnswer.ValueVersion> values = new ArrayList<>(size);
        Stamp last = Stamp.NONE;
        for (int i = 0; i < size; i++) {
            int kind = in.readByte();
            if (kind > OTHER_NODE) {
                throw new MalformedException("no stamp of kind " + kind);
            }
            if (kind != SAME_STAMP) {
                int node = kind == SAME_NODE ? last.node() : (int) in.readUnsigned();
                int incarnation = kind == SAME_NODE ? last.incarnation() : (int) in.readUnsigned();
                last = new Stamp(last.hlc() + in.readZigzag(), node, incarnation);
            }
            int check = in.readByte() | in.readByte() << 8;
            values.add(new LeafAnswer.ValueVersion(last, check));
        }
        return new LeafAnswer.Versions(restSum, values);
    }
}
