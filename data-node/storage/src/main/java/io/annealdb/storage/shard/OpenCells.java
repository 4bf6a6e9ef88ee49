package io.annealdb.storage.shard;

import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.ItemHash;
import io.annealdb.storage.block.BlockFile;
import io.annealdb.storage.block.FileSummary;
import io.annealdb.storage.cache.RowCache;

/**
 * The cells of a shard that may hold something above a clock value: coarse, since a file or cache
 * with a stamp above it opens all cells that it touches, but without a read.
 */
final class OpenCells {
    private OpenCells() {}

    static CellSet of(Snapshot snapshot, GridGeometry grid, long hlc) {
        CellSet.Builder open = CellSet.builder();
        open.add(snapshot.kept().cellsAbove(hlc));
        for (ShardFile file : snapshot.files()) {
            if (Long.compareUnsigned(file.file().summary().maxStamp().hlc(), hlc) > 0) {
                open.add(touched(file.file(), grid));
            }
        }
        ItemHash hash = new ItemHash(grid.key());
        for (Snapshot.Part part : snapshot.caches()) {
            if (Long.compareUnsigned(part.cache().highestStamp().hlc(), hlc) > 0) {
                addTouched(part.cache(), grid, hash, open);
            }
        }
        return open.build();
    }

    private static CellSet touched(BlockFile file, GridGeometry grid) {
        boolean sameGrid = file.summary().geometry() == FileSummary.geometryCheck(grid);
        return sameGrid ? file.digest().cells() : CellSet.ALL;
    }

    private static void addTouched(
            RowCache cache, GridGeometry grid, ItemHash hash, CellSet.Builder open) {
        cache.forEachSeries(
                series -> {
                    if (series.minTime() <= series.maxTime()) {
                        open.addBucket(
                                GridGeometry.bucket(hash.series(series.key())),
                                grid.window(series.minTime()),
                                grid.window(series.maxTime()));
                    }
                });
    }
}
