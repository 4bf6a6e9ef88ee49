package io.annealdb.storage;

import io.annealdb.points.Delete;
import io.annealdb.points.Rows;
import io.annealdb.points.Stamp;
import io.annealdb.points.digest.DigestGrid;
import io.annealdb.points.digest.ShardRoot;
import java.io.IOException;
import java.util.List;

/**
 * One shard's copy on this node. Whatever returns from a write is on disk. A shard that is {@link
 * ShardHealth#MISSING} or {@link ShardHealth#DAMAGED} takes writes and deletes like any other; only
 * readers must look at its health first. All methods may be called from any thread.
 */
public interface Shard {
    ShardSpec spec();

    ShardHealth health();

    /** Why the shard is not whole, for the operator; empty if it is. */
    String trouble();

    /**
     * Ends {@link ShardHealth#MISSING} or {@link ShardHealth#DAMAGED}: repair has seen to it.
     * Durable.
     */
    void markWhole() throws IOException;

    /**
     * A fresh write, all rows under one stamp. Types are checked as InfluxDB checks them, against
     * the fields that the shard's measurement has: rows in conflict are left out and named. If the
     * shard holds a value under a higher stamp, or a delete that hides a row, nothing is written
     * and the answer is {@link FreshOutcome.Shadowed} (repair.md S3).
     *
     * @throws IOException if the disk refused; then nothing was acknowledged
     */
    FreshOutcome writeFresh(Rows rows) throws IOException;

    /**
     * Rows that are stamped and acknowledged already (hints, repair): always stored (repair.md S5).
     */
    void store(Rows rows) throws IOException;

    /** A fresh delete; shadowed if its stamp is not above every stamp that the shard holds. */
    FreshOutcome deleteFresh(Delete delete) throws IOException;

    /**
     * A delete that was acknowledged already: always stored, and applied. Storing it twice is once.
     */
    void store(Delete delete) throws IOException;

    /** Every delete that the shard keeps. */
    List<Delete> deletes();

    /** A consistent state to read; close it. Writes that come later are not in it. */
    ShardView view() throws IOException;

    /**
     * Sums over what a view shows now. For a shard that did not change since the last call: no
     * read.
     */
    DigestGrid digest() throws IOException;

    /** {@link #digest()} with the deletes, as one value. */
    ShardRoot root() throws IOException;

    /** Writes the cache into a block file; the log behind it is dropped. */
    void flush() throws IOException;

    /** Flushes, then pins the files that the manifest names, for a copy to another node. */
    PinnedFiles pinFiles() throws IOException;

    /**
     * Begins to take files of another owner beside what this shard has. Files count only after
     * {@link FileIntake#commit()}.
     */
    FileIntake receiveFiles() throws IOException;

    /** To read again what is on disk, and find what has rotted there. */
    ShardScrub scrub();

    /** Bytes on disk of files and log. */
    long bytes();

    /** Rows in files and cache, rows that overwrite each other counted apart. */
    long rowCount();

    /** The highest stamp of any row or delete held; {@link Stamp#NONE} if none. */
    Stamp highestStamp();

    /** Counts block reads since opening: what tests assert a compare not to need. */
    long blocksRead();
}
