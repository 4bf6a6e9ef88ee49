package io.annealdb.storage.block;

import io.annealdb.points.Shape;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.storage.merge.Run;

/** One block of a file, of which the columns asked for are decoded. */
final class BlockRun extends Run {
    private final BlockFile file;
    private final int block;
    private final int[] columns;
    private final boolean counted;
    private BlockDecoder decoder;

    BlockRun(BlockFile file, int block, int[] columns, boolean counted) {
        super(file.minTime(block), file.maxTime(block));
        this.file = file;
        this.block = block;
        this.columns = columns;
        this.counted = counted;
    }

    @Override
    protected void load() {
        decoder = file.decoder(block, counted);
        Shape shape = file.shape(block);
        try {
            size = file.rows(block);
            keys = decoder.times();
            bits = new long[columns.length][];
            texts = new byte[columns.length][][];
            for (int lane = 0; lane < columns.length; lane++) {
                int column = columns[lane];
                if (column >= 0) {
                    bits[lane] = new long[size];
                    texts[lane] = decoder.column(column, shape.type(column), bits[lane]);
                }
            }
        } catch (MalformedException e) {
            throw file.damagedBlock(block, e);
        }
    }

    @Override
    protected void loadStamps() {
        try {
            stampTable = file.stamps();
            stamps = decoder.stamps();
            for (int stamp : stamps) {
                if (stamp < 0 || stamp >= stampTable.size()) {
                    throw new MalformedException("stamp " + stamp + " of " + stampTable.size());
                }
            }
        } catch (MalformedException e) {
            throw file.damagedBlock(block, e);
        }
        decoder = null;
    }
}
