package io.annealdb.storage.shard;

import io.annealdb.points.SeriesKey;
import io.annealdb.storage.RewritePace;
import io.annealdb.storage.block.BlockFileWriter;
import io.annealdb.storage.cache.RowCache;
import io.annealdb.storage.index.SeriesIndex;
import io.annealdb.storage.merge.MergedRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.IntIterator;

/**
 * Writes what files hold together into one: winners by stamp, without what deletes hide and without
 * values to be forgotten.
 */
final class FileMerge {
    private final SeriesIndex index;
    private final ForgottenValues forgotten;
    private final RewritePace pace;

    FileMerge(SeriesIndex index, ForgottenValues forgotten, RewritePace pace) {
        this.index = index;
        this.forgotten = forgotten;
        this.pace = pace;
    }

    private record Numbered(SeriesKey key, int id) {}

    void write(List<ShardFile> files, KeptDeletes deletes, BlockFileWriter writer)
            throws IOException {
        Snapshot inputs = new Snapshot(files, new RowCache(), 0, null, 0, deletes);
        List<Numbered> sorted = new ArrayList<>();
        IntIterator ids = inputs.ids().getIntIterator();
        while (ids.hasNext()) {
            int id = ids.next();
            sorted.add(new Numbered(index.key(id), id));
        }
        sorted.sort((a, b) -> a.key().compareTo(b.key()));
        SeriesReader reader = new SeriesReader(inputs, false);
        SeriesReader.Wanted everything =
                SeriesReader.Wanted.versions(Long.MIN_VALUE, Long.MAX_VALUE);
        long before = writer.bytes();
        for (Numbered series : sorted) {
            reader.startAll(series.key(), series.id(), everything);
            writer.startSeries(series.key());
            while (reader.next()) {
                MergedRows rows = reader.rows();
                long values = (long) rows.size() * rows.lanes().length;
                if (forgotten.dropFrom(series.key(), series.id(), rows)) {
                    writer.add(rows);
                }
                pace.after(values, writer.bytes() - before);
                before = writer.bytes();
            }
            writer.endSeries();
        }
    }
}
