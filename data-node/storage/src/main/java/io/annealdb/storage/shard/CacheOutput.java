package io.annealdb.storage.shard;

import io.annealdb.points.SeriesKey;
import io.annealdb.storage.block.BlockFileWriter;
import io.annealdb.storage.cache.CachedSeries;
import io.annealdb.storage.cache.RowCache;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes what a cache holds into a block file, series by series, without what deletes hide. */
final class CacheOutput {
    private CacheOutput() {}

    /**
     * @param mark up to which the cache is read
     */
    static void write(RowCache cache, long mark, KeptDeletes kept, BlockFileWriter writer)
            throws IOException {
        List<CachedSeries> sorted = new ArrayList<>();
        cache.forEachSeries(sorted::add);
        sorted.sort((a, b) -> a.key().compareTo(b.key()));
        SeriesReader reader = new SeriesReader(new Snapshot(List.of(), cache, mark, null, 0, kept));
        SeriesReader.Wanted everything =
                SeriesReader.Wanted.versions(Long.MIN_VALUE, Long.MAX_VALUE);
        for (CachedSeries series : sorted) {
            SeriesKey key = series.key();
            reader.startAll(key, series.id(), everything);
            writer.startSeries(key);
            while (reader.next()) {
                writer.add(reader.rows());
            }
            writer.endSeries();
        }
    }
}
