package io.annealdb.storage.block;

import io.annealdb.points.Stamp;
import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.ItemHash;

/**
 * What a whole block file comes to.
 *
 * @param rows fragments of points, those of one time apart
 * @param geometry {@link #geometryCheck} of the grid that its digest was cut by
 */
public record FileSummary(
        long rows,
        long values,
        long minTime,
        long maxTime,
        Stamp minStamp,
        Stamp maxStamp,
        long geometry) {
    static final int BYTES = 40 + 2 * Stamp.BYTES;

    void write(ByteWriter out) {
        out.writeLong(rows);
        out.writeLong(values);
        out.writeLong(minTime);
        out.writeLong(maxTime);
        write(minStamp, out);
        write(maxStamp, out);
        out.writeLong(geometry);
    }

    private static void write(Stamp stamp, ByteWriter out) {
        out.writeLong(stamp.hlc());
        out.writeInt(stamp.node());
        out.writeInt(stamp.incarnation());
    }

    static FileSummary read(ByteReader in) {
        return new FileSummary(
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                stamp(in),
                stamp(in),
                in.readLong());
    }

    private static Stamp stamp(ByteReader in) {
        return new Stamp(in.readLong(), in.readInt(), in.readInt());
    }

    /** A number that tells grids apart without giving their key away. */
    public static long geometryCheck(GridGeometry grid) {
        long mixed = ItemHash.mix(grid.key().low() + grid.key().high());
        mixed = ItemHash.mix(mixed ^ grid.range().start());
        return ItemHash.mix(mixed + grid.range().end());
    }
}
