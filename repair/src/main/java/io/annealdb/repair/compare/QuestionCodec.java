package io.annealdb.repair.compare;

import io.annealdb.points.SeriesKey;
import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.ShardRoot;
import java.util.ArrayList;
import java.util.List;

/** Questions as bytes; docs/format/repair-messages.md has the layout. */
final class QuestionCodec {
    private static final int COMPARE = 1;
    private static final int DELETE_IDS = 2;
    private static final int DELETES = 3;
    private static final int CELLS = 4;
    private static final int SERIES = 5;
    private static final int LEAVES = 6;

    private static final int KEYS = 0;
    private static final int CHECKS = 1;
    private static final int VERSIONS = 2;
    private static final int KIND_BITS = 2;
    private static final int KEYED = 1 << KIND_BITS;

    private static final int CELL_COUNT = GridGeometry.WINDOWS * GridGeometry.BUCKETS;

    private QuestionCodec() {}

    static byte[] encode(Question question) {
        if (question instanceof Question.Compare compare) {
            ByteWriter out = MessageHead.begin(COMPARE, 64);
            out.writeByte(compare.contentOnly() ? 1 : 0);
            out.writeUnsigned(compare.salt());
            CellDigest content = compare.root().content();
            out.writeLong(content.low());
            out.writeLong(content.high());
            out.writeLong(content.version());
            out.writeUnsigned(content.values());
            out.writeLong(compare.root().deletes());
            return out.toBytes();
        } else if (question instanceof Question.DeleteIds ids) {
            ByteWriter out = MessageHead.begin(DELETE_IDS, 16);
            out.writeLong(ids.after());
            return out.toBytes();
        } else if (question instanceof Question.Deletes deletes) {
            ByteWriter out = MessageHead.begin(DELETES, 1024);
            out.writeUnsigned(deletes.wanted().size());
            deletes.wanted().forEach(out::writeLong);
            out.writeUnsigned(deletes.bodies().size());
            deletes.bodies().forEach(out::writeBlock);
            return out.toBytes();
        } else if (question instanceof Question.Cells cells) {
            ByteWriter out = MessageHead.begin(CELLS, 32);
            out.writeUnsigned(cells.salt());
            out.writeLong(cells.windows());
            out.writeLong(cells.buckets());
            return out.toBytes();
        } else if (question instanceof Question.Series series) {
            ByteWriter out = MessageHead.begin(SERIES, 16 + series.cells().size() * 2);
            out.writeUnsigned(series.salt());
            out.writeUnsigned(series.cells().size());
            int last = 0;
            for (Cell cell : series.cells()) {
                out.writeZigzag(cell.index() - last);
                last = cell.index();
            }
            return out.toBytes();
        }
        return encode((Question.Leaves) question);
    }

    private static byte[] encode(Question.Leaves question) {
        ByteWriter out = MessageHead.begin(LEAVES, 16 + question.leaves().size() * 12);
        out.writeUnsigned(question.salt());
        out.writeUnsigned(question.leaves().size());
        int last = 0;
        for (LeafQuestion each : question.leaves()) {
            LeafRef leaf = each.leaf();
            int kind =
                    each instanceof LeafQuestion.Keys
                            ? KEYS
                            : each instanceof LeafQuestion.Checks ? CHECKS : VERSIONS;
            out.writeByte(kind | (leaf.key() == null ? 0 : KEYED));
            out.writeZigzag(leaf.cell().index() - last);
            last = leaf.cell().index();
            if (leaf.key() == null) {
                out.writeInt(leaf.tag());
            } else {
                out.writeBlock(leaf.key().bytes());
            }
            if (each instanceof LeafQuestion.Keys keys) {
                out.writeInt(keys.keyHash());
            } else if (each instanceof LeafQuestion.Checks checks) {
                out.writeUnsigned(checks.attempt());
            } else if (each instanceof LeafQuestion.Versions versions) {
                writeClasses(out, versions.classes());
            }
        }
        return out.toBytes();
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

    /**
     * @throws MalformedException if the bytes are no question
     */
    static Question decode(byte[] bytes) {
        ByteReader in = MessageHead.open(bytes);
        int kind = in.readByte();
        Question question =
                switch (kind) {
                    case COMPARE -> compare(in);
                    case DELETE_IDS -> new Question.DeleteIds(in.readLong());
                    case DELETES -> new Question.Deletes(longs(in), blocks(in));
                    case CELLS -> new Question.Cells(salt(in), in.readLong(), in.readLong());
                    case SERIES -> new Question.Series(salt(in), cells(in));
                    case LEAVES -> new Question.Leaves(salt(in), leaves(in));
                    default -> throw new MalformedException("no question of kind " + kind);
                };
        in.end();
        return question;
    }

    private static Question.Compare compare(ByteReader in) {
        boolean contentOnly = in.readByte() != 0;
        int salt = salt(in);
        CellDigest content =
                new CellDigest(in.readLong(), in.readLong(), in.readLong(), in.readUnsigned());
        return new Question.Compare(salt, new ShardRoot(content, in.readLong()), contentOnly);
    }

    private static int salt(ByteReader in) {
        return in.readCount(Integer.MAX_VALUE, "as a salt");
    }

    static List<Long> longs(ByteReader in) {
        int size = in.readCount(in.remaining() / Long.BYTES, "ids");
        List<Long> ids = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            ids.add(in.readLong());
        }
        return ids;
    }

    static List<byte[]> blocks(ByteReader in) {
        int size = in.readCount(in.remaining(), "bodies");
        List<byte[]> blocks = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            blocks.add(in.readBlock());
        }
        return blocks;
    }

    private static List<Cell> cells(ByteReader in) {
        int size = in.readCount(Math.min(CELL_COUNT, in.remaining()), "cells");
        List<Cell> cells = new ArrayList<>(size);
        long last = 0;
        for (int i = 0; i < size; i++) {
            cells.add(cell(last += in.readZigzag()));
        }
        return cells;
    }

    private static Cell cell(long index) {
        if (index < 0 || index >= CELL_COUNT) {
            throw new MalformedException("no cell " + index);
        }
        return Cell.ofIndex((int) index);
    }

    private static List<LeafQuestion> leaves(ByteReader in) {
        int size = in.readCount(in.remaining() / 4, "leaves");
        List<LeafQuestion> leaves = new ArrayList<>(size);
        long last = 0;
        for (int i = 0; i < size; i++) {
            int head = in.readByte();
            Cell cell = cell(last += in.readZigzag());
            LeafRef leaf;
            if ((head & KEYED) == 0) {
                leaf = LeafRef.tagged(cell, in.readInt());
            } else {
                byte[] key = in.readBlock();
                leaf = LeafRef.keyed(cell, SeriesKey.ofCanonical(key, 0, key.length));
            }
            leaves.add(
                    switch (head & ~KEYED) {
                        case KEYS -> new LeafQuestion.Keys(leaf, in.readInt());
                        case CHECKS -> new LeafQuestion.Checks(leaf, in.readCount(255, "attempts"));
                        case VERSIONS -> new LeafQuestion.Versions(leaf, classes(in));
                        default -> throw new MalformedException("no leaf question " + head);
                    });
        }
        return leaves;
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
