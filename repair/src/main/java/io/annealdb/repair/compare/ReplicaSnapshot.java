package io.annealdb.repair.compare;

import io.annealdb.points.Delete;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.DigestGrid;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.points.digest.ShardRoot;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * One state of a shard's copy for the length of one comparison; for one thread. Sums over an
 * unchanged shard cost no read.
 */
public interface ReplicaSnapshot extends Closeable {
    /** Sums of the cells; shared, not to be changed. */
    DigestGrid digest() throws IOException;

    /** How far this copy has settled with other owners. */
    SettledCells settled();

    /**
     * The root for a comparison with a copy that has settled so far: its sum of deletes is over
     * {@link #deletes}.
     */
    ShardRoot root(SettledCells others) throws IOException;

    /**
     * The deletes above the higher settled values of the two: one of them may have purged the rest.
     */
    List<Delete> deletes(SettledCells others) throws IOException;

    /** The sum of each series with a value in that cell; reads that cell's blocks. */
    Map<SeriesKey, CellDigest> seriesDigests(int window, int bucket) throws IOException;

    /**
     * The visible values of one series from a time to another, both included, each under its
     * winner's stamp, all types of a field apart; rows in order of time, then stamp. Empty if there
     * is none.
     *
     * @param rowsMax the answer may end behind a point with which it has so many rows, or some
     *     thousand more
     * @param textBytesMax or so many bytes of strings, or some MiB more
     */
    Rows versions(SeriesKey series, long first, long last, int rowsMax, long textBytesMax)
            throws IOException;

    @Override
    void close();
}
