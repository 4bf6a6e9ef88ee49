package io.annealdb.repair.compare;

import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.repair.sketch.Sketch;
import java.util.ArrayList;
import java.util.List;

/** Answers as bytes; docs/format/repair-messages.md has the layout. */
final class AnswerCodec {
    private static final int EQUAL = 1;
    private static final int DELETES_DIFFER = 2;
    private static final int CONTENT_DIFFERS = 3;
    private static final int DELETE_IDS = 4;
    private static final int DELETES = 5;
    private static final int CELLS = 6;
    private static final int SERIES = 7;
    private static final int LEAVES = 8;
    private static final int SYMBOLS = 9;

    private static final int CELL_COUNT = GridGeometry.WINDOWS * GridGeometry.BUCKETS;
    private static final int SERIES_BYTES_MIN = 4 + 1 + 8;
    private static final ReplicaHealth[] HEALTHS = ReplicaHealth.values();

    private AnswerCodec() {}

    static byte[] encode(Answer answer) {
        if (answer instanceof Answer.Equal equal) {
            ByteWriter out = MessageHead.begin(EQUAL, 16);
            out.writeByte(equal.health().ordinal());
            return out.toBytes();
        } else if (answer instanceof Answer.DeletesDiffer differ) {
            ByteWriter out = MessageHead.begin(DELETES_DIFFER, 1024);
            out.writeByte(differ.health().ordinal());
            out.writeUnsigned(differ.values());
            differ.settled().write(out);
            writeIds(out, differ.page());
            return out.toBytes();
        } else if (answer instanceof Answer.ContentDiffers differ) {
            ByteWriter out = MessageHead.begin(CONTENT_DIFFERS, 1100);
            out.writeByte(differ.health().ordinal());
            out.writeUnsigned(differ.values());
            writeFilled(out, differ.windows());
            writeFilled(out, differ.buckets());
            return out.toBytes();
        } else if (answer instanceof Answer.DeleteIds ids) {
            ByteWriter out = MessageHead.begin(DELETE_IDS, 1024);
            writeIds(out, ids);
            return out.toBytes();
        } else if (answer instanceof Answer.Deletes deletes) {
            ByteWriter out = MessageHead.begin(DELETES, 1024);
            out.writeUnsigned(deletes.bodies().size());
            deletes.bodies().forEach(out::writeBlock);
            return out.toBytes();
        } else if (answer instanceof Answer.Cells cells) {
            ByteWriter out = MessageHead.begin(CELLS, 16 + cells.cells().size() * 11);
            out.writeUnsigned(cells.cells().size());
            cells.cells().forEach(sum -> writeSum(out, sum));
            return out.toBytes();
        } else if (answer instanceof Answer.Series series) {
            return encode(series);
        } else if (answer instanceof Answer.Symbols symbols) {
            ByteWriter out =
                    MessageHead.begin(SYMBOLS, 16 + symbols.symbols().size() * Sketch.SYMBOL_BYTES);
            symbols.symbols().write(out);
            return out.toBytes();
        }
        return LeafAnswerCodec.encode(MessageHead.begin(LEAVES, 1024), (Answer.Leaves) answer);
    }

    private static byte[] encode(Answer.Series series) {
        ByteWriter out = MessageHead.begin(SERIES, 4096);
        out.writeUnsigned(series.cells().size());
        for (List<Answer.SeriesSum> cell : series.cells()) {
            out.writeUnsigned(cell.size());
            for (Answer.SeriesSum each : cell) {
                out.writeInt(each.tag());
                writeSum(out, each.sum());
            }
        }
        return out.toBytes();
    }

    private static void writeIds(ByteWriter out, Answer.DeleteIds ids) {
        out.writeByte(ids.more() ? 1 : 0);
        out.writeUnsigned(ids.ids().size());
        ids.ids().forEach(out::writeLong);
    }

    /** A bit for each, then those that are not zero. */
    private static void writeFilled(ByteWriter out, long[] sums) {
        long filled = 0;
        for (int i = 0; i < sums.length; i++) {
            filled |= sums[i] == 0 ? 0 : 1L << i;
        }
        out.writeLong(filled);
        for (long sum : sums) {
            if (sum != 0) {
                out.writeLong(sum);
            }
        }
    }

    static void writeSum(ByteWriter out, Answer.Sum sum) {
        out.writeUnsigned(sum.values());
        if (sum.values() != 0) {
            out.writeLong(sum.folded());
        }
    }

    /**
     * @throws MalformedException if the bytes are no answer
     */
    static Answer decode(byte[] bytes) {
        ByteReader in = MessageHead.open(bytes);
        int kind = in.readByte();
        Answer answer =
                switch (kind) {
                    case EQUAL -> new Answer.Equal(health(in));
                    case DELETES_DIFFER ->
                            new Answer.DeletesDiffer(
                                    health(in), in.readUnsigned(), SettledCells.read(in), ids(in));
                    case CONTENT_DIFFERS ->
                            new Answer.ContentDiffers(
                                    health(in),
                                    in.readUnsigned(),
                                    filled(in, GridGeometry.WINDOWS),
                                    filled(in, GridGeometry.BUCKETS));
                    case DELETE_IDS -> ids(in);
                    case DELETES -> new Answer.Deletes(QuestionCodec.blocks(in));
                    case CELLS -> cells(in);
                    case SERIES -> series(in);
                    case LEAVES -> LeafAnswerCodec.decode(in);
                    case SYMBOLS -> new Answer.Symbols(Sketch.read(in));
                    default -> throw new MalformedException("no answer of kind " + kind);
                };
        in.end();
        return answer;
    }

    private static ReplicaHealth health(ByteReader in) {
        return HEALTHS[in.readCount(HEALTHS.length - 1L, "as a health")];
    }

    private static Answer.DeleteIds ids(ByteReader in) {
        boolean more = in.readByte() != 0;
        return new Answer.DeleteIds(QuestionCodec.longs(in), more);
    }

    private static long[] filled(ByteReader in, int size) {
        long filled = in.readLong();
        long[] sums = new long[size];
        for (int i = 0; i < size; i++) {
            sums[i] = (filled & 1L << i) == 0 ? 0 : in.readLong();
        }
        return sums;
    }

    static Answer.Sum readSum(ByteReader in) {
        long values = in.readUnsigned();
        return values == 0 ? Answer.Sum.EMPTY : new Answer.Sum(in.readLong(), values);
    }

    private static Answer.Cells cells(ByteReader in) {
        int size = in.readCount(Math.min(CELL_COUNT, in.remaining()), "cells");
        List<Answer.Sum> cells = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            cells.add(readSum(in));
        }
        return new Answer.Cells(cells);
    }

    private static Answer.Series series(ByteReader in) {
        int size = in.readCount(Math.min(CELL_COUNT, in.remaining()), "cells");
        List<List<Answer.SeriesSum>> cells = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            int count = in.readCount(in.remaining() / SERIES_BYTES_MIN, "series");
            List<Answer.SeriesSum> cell = new ArrayList<>(count);
            for (int each = 0; each < count; each++) {
                cell.add(new Answer.SeriesSum(in.readInt(), readSum(in)));
            }
            cells.add(cell);
        }
        return new Answer.Series(cells);
    }
}
