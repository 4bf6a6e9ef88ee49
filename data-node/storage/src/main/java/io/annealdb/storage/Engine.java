package io.annealdb.storage;

import io.annealdb.points.Delete;
import io.annealdb.points.ShardId;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * All shards of one data folder. It remembers, outside the shards' folders, every shard that it has
 * held ({@code shards.log}), so that a folder that is gone is a {@link ShardHealth#MISSING missing}
 * shard and never an empty one (repair.md O2). All methods may be called from any thread.
 */
public interface Engine extends Closeable {
    /** The random id of this data folder, kept in {@code node.id}; meta knows it. */
    UUID folderId();

    /**
     * The shard, made if this folder never held it. A new shard begins with the deletes that are
     * kept for its database.
     */
    Shard openOrCreate(ShardSpec spec) throws IOException;

    /**
     * Notes a shard that this node owns by the image but that this folder, a new or an emptied one,
     * does not have: it is {@link ShardHealth#MISSING} until repair has filled it.
     */
    Shard openAsMissing(ShardSpec spec) throws IOException;

    /** The shard if this folder has held it, whatever its health. */
    Optional<Shard> shard(ShardId id);

    /** Every shard that this folder has held and that was not dropped. */
    List<Shard> shards();

    /** Drops a shard for good, on meta's record alone. Does nothing if it is not held. */
    void drop(ShardId id) throws IOException;

    /** Drops what is left of a database: shards, series log, kept deletes. */
    void dropDatabase(String database) throws IOException;

    /** Keeps a delete for the shards of a database that this node may get later (repair.md D2). */
    void keepForNewShards(String database, Delete delete) throws IOException;

    /**
     * Forgets those of them that are stamped at or below the least closed stamp of all nodes: no
     * write or hint comes any more that they would hide (repair.md D2, R1).
     *
     * @param closedHlc a clock value, compared unsigned
     */
    void forgetKeptDeletes(String database, long closedHlc) throws IOException;

    /** Writes every cache into block files and closes. */
    @Override
    void close() throws IOException;
}
