package io.annealdb.storage;

import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.points.digest.ShardRoot;
import java.io.IOException;
import java.util.Optional;

/**
 * How far a copy of a shard has settled with the other owners, and the bar against what would
 * change that; docs/decisions/0005-settling.md has the words. All is on disk before a method
 * returns. Damage and loss take the settled cells back to 0, before anybody can compare what is
 * left: loss is never read as deletion (repair.md R5). All methods may be called from any thread.
 */
public interface Settling {
    /**
     * Bars fresh and late writes and deletes at or below the fence; when this returns, none is
     * under way any more. Replaces the fence that there was.
     */
    void fence(Fence fence) throws IOException;

    /** Takes that repair's fence away, if it is the one that stands. */
    void liftFence(String repairId) throws IOException;

    /** The fence that stands: whether a repair is still under way here. */
    Optional<Fence> fence();

    /**
     * What has settled. A hint at or below {@link SettledCells#highest()} is not stored (a purged
     * delete may have hidden it): its bearer sets it aside and counts it.
     */
    SettledCells settled();

    /**
     * The cells that hold, or may hold, a value or a delete stamped above that clock value: all
     * cells of the files and caches whose highest stamp is above it. Reads no block.
     */
    CellSet openCells(long hlc);

    /**
     * Remembers what this owner told a ring behind a fence at R, for {@link #adopt(long, ShardRoot,
     * CellSet)}. The last answer to a repair counts, and those to the last few repairs.
     *
     * @param leftOut the cells that the root does not speak of
     */
    void rememberAnswer(String repairId, long hlc, CellSet leftOut, ShardRoot root)
            throws IOException;

    /**
     * Adopts a certificate: all cells that are not open settle at its R, if this copy is known to
     * have held what the certificate speaks of: it answered that R with that root, or its root is
     * that now. Fences and answers at or below R go. Adopting twice is once.
     *
     * @return whether R now holds in all those cells; if not, this copy is behind, and needs a
     *     reset before it is a source
     * @throws DamagedException if its root had to be computed anew, and a block is broken
     */
    boolean adopt(long hlc, ShardRoot root, CellSet open) throws IOException;

    /** Adopts what other owners have settled, after a reset against them. Nothing falls by it. */
    void adopt(SettledCells others) throws IOException;
}
