package io.annealdb.repair.coordinator;

import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.SettledCells;
import java.util.Optional;

/**
 * How far an owner says that its copy has settled; docs/decisions/0005-settling.md.
 *
 * @param open cells that may hold something above the R of the question
 * @param highest R of a cell, a clock value; 0: none has settled
 * @param hash of all settled cells, its lower half; 0: none
 * @param cells the settled cells, if they were asked for
 * @param changedSince its root is no longer that of the certificate that it knows
 */
public record Settling(
        CellSet open, long highest, int hash, Optional<SettledCells> cells, boolean changedSince) {
    /** Nothing has settled, and nothing was asked. */
    public static final Settling NONE = new Settling(CellSet.NONE, 0, 0, Optional.empty(), false);

    /** What a copy says that has settled so far. */
    public static Settling of(CellSet open, SettledCells settled, boolean changedSince) {
        return new Settling(
                open, settled.highest(), (int) settled.hash(), Optional.of(settled), changedSince);
    }

    /** Whether some cell has settled at that clock value or a later one. */
    boolean reaches(long at) {
        return Long.compareUnsigned(highest, at) >= 0;
    }

    /** Whether two copies have settled alike. */
    boolean alike(Settling other) {
        return highest == other.highest && hash == other.hash;
    }
}
