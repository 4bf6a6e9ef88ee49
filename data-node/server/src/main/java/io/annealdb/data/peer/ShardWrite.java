package io.annealdb.data.peer;

import io.annealdb.points.Rows;
import io.annealdb.points.ShardId;
import io.annealdb.points.codec.RowsCodec;

/** Stamped rows of one shard on their way to an owner. Encoded once, for all owners and hints. */
public final class ShardWrite {
    private final ShardId shard;
    private final long databaseId;
    private final Rows rows;
    private final boolean fresh;
    private volatile byte[] encoded;

    /**
     * @param fresh whether types and shadowing are to be checked; else the rows were acknowledged
     *     already and are stored as they are (repair.md S3, S5)
     */
    public ShardWrite(ShardId shard, long databaseId, Rows rows, boolean fresh) {
        this.shard = shard;
        this.databaseId = databaseId;
        this.rows = rows;
        this.fresh = fresh;
    }

    public ShardId shard() {
        return shard;
    }

    public long databaseId() {
        return databaseId;
    }

    public Rows rows() {
        return rows;
    }

    public boolean fresh() {
        return fresh;
    }

    /** The same rows, as acknowledged ones. */
    public ShardWrite settled() {
        if (!fresh) {
            return this;
        }
        ShardWrite copy = new ShardWrite(shard, databaseId, rows, false);
        copy.encoded = encoded;
        return copy;
    }

    /** The rows in the encoding of docs/format; shared, not to be changed. */
    public byte[] encodedRows() {
        byte[] known = encoded;
        if (known == null) {
            known = RowsCodec.encode(rows);
            encoded = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return rows.size() + " rows of shard " + shard + (fresh ? "" : ", settled");
    }
}
