package io.annealdb.storage;

import io.annealdb.points.Delete;
import io.annealdb.points.ShardId;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
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

    /** Every shard that this folder has held and that was not dropped, but for those unopened. */
    List<Shard> shards();

    /**
     * Shards that cannot be opened now, each with the reason: a later version wrote them, or the
     * disk refuses. Nothing of them is changed; {@link #openOrCreate} tries again.
     */
    Map<ShardSpec, String> unopened();

    /** Drops a shard for good, also one set aside, on meta's record alone. */
    void drop(ShardId id) throws IOException;

    /**
     * Takes a shard that this node does not own out of use (repair.md O5): closed, forgotten, its
     * files put where nothing reads them. They go when meta drops the shard, or by an operator's
     * hand. Does nothing if it is not held.
     */
    void setAside(ShardId id) throws IOException;

    /** Shards that were set aside, with the bytes that they take on disk. */
    Map<ShardId, Long> orphans() throws IOException;

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
