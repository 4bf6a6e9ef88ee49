package io.annealdb.storage.shard;

import io.annealdb.points.Delete;
import io.annealdb.points.Stamp;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.ItemHash;
import io.annealdb.points.digest.SettledCells;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The deletes that a log holds at one moment, in its order. Immutable.
 *
 * @param all the deletes alone
 * @param kept each with what settling asks of it
 */
record KeptDeletes(List<Delete> all, List<Kept> kept) {
    static final KeptDeletes NONE = new KeptDeletes(List.of(), List.of());

    /**
     * A delete.
     *
     * @param cells where it may hide something
     * @param hash its item of the sum T
     */
    record Kept(Delete delete, CellSet cells, long hash) {
        boolean hasSettled(SettledCells settled) {
            return Long.compareUnsigned(delete.stamp().hlc(), settled.highest()) <= 0
                    && settled.reach(delete.stamp().hlc(), cells);
        }
    }

    KeptDeletes {
        all = List.copyOf(all);
        kept = List.copyOf(kept);
    }

    private static KeptDeletes of(List<Kept> kept) {
        return new KeptDeletes(kept.stream().map(Kept::delete).toList(), kept);
    }

    int size() {
        return kept.size();
    }

    KeptDeletes with(Delete delete, byte[] encoded, GridGeometry grid, ItemHash hash) {
        List<Delete> longer = new ArrayList<>(all);
        longer.add(delete);
        List<Kept> more = new ArrayList<>(kept);
        more.add(new Kept(delete, grid.cellsOf(delete), hash.delete(encoded)));
        return new KeptDeletes(longer, more);
    }

    KeptDeletes with(List<Kept> behind) {
        List<Kept> more = new ArrayList<>(kept);
        more.addAll(behind);
        return of(more);
    }

    KeptDeletes without(Predicate<Kept> gone) {
        return of(kept.stream().filter(gone.negate()).toList());
    }

    /** Those that have not settled. */
    List<Delete> above(SettledCells settled) {
        return without(delete -> delete.hasSettled(settled)).all();
    }

    int settledCount(SettledCells settled) {
        return (int) kept.stream().filter(delete -> delete.hasSettled(settled)).count();
    }

    /** The sum T over those that have not settled and reach beyond some cells. */
    long sum(SettledCells settled, CellSet leftOut) {
        long sum = 0;
        for (Kept delete : kept) {
            if (!delete.hasSettled(settled) && !leftOut.containsAll(delete.cells())) {
                sum += delete.hash();
            }
        }
        return sum;
    }

    /** The cells where a delete above a clock value may hide something. */
    CellSet cellsAbove(long hlc) {
        CellSet.Builder cells = CellSet.builder();
        for (Kept delete : kept) {
            if (Long.compareUnsigned(delete.delete().stamp().hlc(), hlc) > 0) {
                cells.add(delete.cells());
            }
        }
        return cells.build();
    }

    Stamp highest() {
        return all.stream().map(Delete::stamp).max(Stamp::compareTo).orElse(Stamp.NONE);
    }
}
