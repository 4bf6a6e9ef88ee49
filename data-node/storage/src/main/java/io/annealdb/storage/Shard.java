package io.annealdb.storage;

import io.annealdb.points.Delete;
import io.annealdb.points.Rows;
import io.annealdb.points.Stamp;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.DigestGrid;
import io.annealdb.points.digest.SettledCells;
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
     * A fresh write, all rows under one stamp. At or below the fence or what has settled, nothing
     * is written and the answer is {@link FreshOutcome.Shadowed} (repair.md R2). Types are checked
     * as InfluxDB checks them, against the fields that the shard's measurement has: rows in
     * conflict are left out and named. If the shard holds a value under a higher stamp, or a delete
     * that hides a row, nothing is written and the answer is {@link FreshOutcome.Shadowed}
     * (repair.md S3).
     *
     * @throws IOException if the disk refused; then nothing was acknowledged
     */
    FreshOutcome writeFresh(Rows rows) throws IOException;

    /**
     * Rows that are stamped and acknowledged already, as repair brings them: always stored
     * (repair.md S5).
     */
    void store(Rows rows) throws IOException;

    /**
     * Rows as {@link #store(Rows)} takes them, from a hint queue or after their batch. Not stored
     * at or below what has settled, nor, while it stands, at or below a fence; either is looked at
     * in the same moment in which the rows are taken, so that nothing slips in below a fence that
     * has been set (repair.md R2).
     */
    LateOutcome storeLate(Rows rows) throws IOException;

    /**
     * A fresh delete; shadowed if its stamp is not above every stamp that the shard holds, the
     * fence and what has settled.
     */
    FreshOutcome deleteFresh(Delete delete) throws IOException;

    /**
     * A delete that was acknowledged already: always stored, and applied. Storing it twice is once.
     */
    void store(Delete delete) throws IOException;

    /** A delete that comes late, under the terms of {@link #storeLate(Rows)}. */
    LateOutcome storeLate(Delete delete) throws IOException;

    /** How far this copy has settled with the other owners. */
    Settling settling();

    /**
     * The deletes that have not settled here: what owners compare and exchange. A delete has
     * settled once each cell of which it may hide something has, at its stamp or above.
     */
    List<Delete> deletes();

    /**
     * The deletes that have settled neither here nor with an owner that has settled so far: what
     * one of the two may have purged is not sent back to it.
     */
    List<Delete> deletesAbove(SettledCells others);

    /** A consistent state to read; close it. Writes that come later are not in it. */
    ShardView view() throws IOException;

    /**
     * Sums over what a view shows now. For a shard that did not change since the last call: no
     * read.
     */
    DigestGrid digest() throws IOException;

    /** {@link #digest()} with {@link #deletes()}, as one value. */
    ShardRoot root() throws IOException;

    /** The root for a comparison with such an owner: with {@link #deletesAbove}. */
    ShardRoot root(SettledCells others) throws IOException;

    /**
     * The root over all cells but some, with those of {@link #deletes()} that may hide something in
     * one of the others. Of owners without those cells: equal roots are equal content, whatever is
     * written above R.
     */
    ShardRoot rootLeavingOut(CellSet leftOut) throws IOException;

    /** Writes the cache into a block file; the log behind it is dropped. */
    void flush() throws IOException;

    /**
     * Flushes and merges all files into one, without what deletes hide. In the same switch of the
     * manifest settled deletes go, unless the cache has meanwhile taken a row that one of them
     * hides (repair.md D3). Runs by itself when settled deletes are worth the rewriting.
     */
    void compactFully() throws IOException;

    /**
     * Begins to drop values for good.
     *
     * @param witnesses how many must name a value, 1 or more
     */
    Forgetting forgetting(int witnesses) throws IOException;

    /** Flushes, then pins the files that the manifest names, for a copy to another node. */
    PinnedFiles pinFiles() throws IOException;

    /**
     * Begins to take files of another owner beside what this shard has; an intake that was open
     * ends.
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
