package io.annealdb.repair.compare;

import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.SettledCells;
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
    private static final int SERIES_SYMBOLS = 7;

    /** Flags of COMPARE. */
    private static final int CONTENT_ONLY = 1;

    private static final int SETTLED = 2;

    private static final int CELL_COUNT = GridGeometry.WINDOWS * GridGeometry.BUCKETS;

    private QuestionCodec() {}

    static byte[] encode(Question question) {
        if (question instanceof Question.Compare compare) {
            ByteWriter out = MessageHead.begin(COMPARE, 64);
            boolean settled = !compare.settled().equals(SettledCells.NONE);
            out.writeByte((compare.contentOnly() ? CONTENT_ONLY : 0) | (settled ? SETTLED : 0));
            out.writeUnsigned(compare.salt());
            CellDigest content = compare.root().content();
            out.writeLong(content.low());
            out.writeLong(content.high());
            out.writeLong(content.version());
            out.writeUnsigned(content.values());
            out.writeLong(compare.root().deletes());
            if (settled) {
                compare.settled().write(out);
            }
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
            write(out, series.cells());
            return out.toBytes();
        } else if (question instanceof Question.SeriesSymbols symbols) {
            ByteWriter out = MessageHead.begin(SERIES_SYMBOLS, 16 + symbols.cells().size() * 2);
            out.writeUnsigned(symbols.salt());
            out.writeUnsigned(symbols.from());
            out.writeUnsigned(symbols.count());
            write(out, symbols.cells());
            return out.toBytes();
        }
        Question.Leaves leaves = (Question.Leaves) question;
        ByteWriter out = MessageHead.begin(LEAVES, 16 + leaves.leaves().size() * 12);
        out.writeUnsigned(leaves.salt());
        LeafQuestionCodec.write(out, leaves.leaves());
        return out.toBytes();
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
                    case LEAVES -> new Question.Leaves(salt(in), LeafQuestionCodec.read(in));
                    case SERIES_SYMBOLS ->
                            new Question.SeriesSymbols(
                                    salt(in),
                                    in.readCount(Question.SeriesSymbols.COUNT_MAX, "symbols"),
                                    in.readCount(Question.SeriesSymbols.COUNT_MAX, "symbols"),
                                    cells(in));
                    default -> throw new MalformedException("no question of kind " + kind);
                };
        in.end();
        return question;
    }

    private static Question.Compare compare(ByteReader in) {
        int flags = in.readByte();
        int salt = salt(in);
        CellDigest content =
                new CellDigest(in.readLong(), in.readLong(), in.readLong(), in.readUnsigned());
        ShardRoot root = new ShardRoot(content, in.readLong());
        return new Question.Compare(
                salt,
                root,
                (flags & CONTENT_ONLY) != 0,
                (flags & SETTLED) != 0 ? SettledCells.read(in) : SettledCells.NONE);
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

    private static void write(ByteWriter out, List<Cell> cells) {
        out.writeUnsigned(cells.size());
        int last = 0;
        for (Cell cell : cells) {
            out.writeZigzag(cell.index() - last);
            last = cell.index();
        }
    }

    static Cell cell(long index) {
        if (index < 0 || index >= CELL_COUNT) {
            throw new MalformedException("no cell " + index);
        }
        return Cell.ofIndex((int) index);
    }
}
