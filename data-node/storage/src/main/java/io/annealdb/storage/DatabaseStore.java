package io.annealdb.storage;

import io.annealdb.points.Delete;
import io.annealdb.points.TimeRange;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.HashKey;
import io.annealdb.points.time.Scheduler;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.disk.FolderName;
import io.annealdb.storage.index.SeriesIndex;
import io.annealdb.storage.index.SeriesMapKeeper;
import io.annealdb.storage.shard.DeleteLog;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the shards of one database share: its series, and the deletes for shards to come. */
final class DatabaseStore implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseStore.class);

    /** Deletes kept for a database belong to no shard's digest, so any grid does for their sum. */
    private static final GridGeometry NO_DIGEST =
            new GridGeometry(TimeRange.ALL, new HashKey(0, 0));

    private final String folder;
    private final SeriesIndex index;
    private final SeriesMapKeeper maps;
    private final DeleteLog deletes;

    private DatabaseStore(
            String folder, SeriesIndex index, SeriesMapKeeper maps, DeleteLog deletes) {
        this.folder = folder;
        this.index = index;
        this.maps = maps;
        this.deletes = deletes;
    }

    static DatabaseStore open(
            Directory root,
            String database,
            EngineOptions options,
            Scheduler scheduler,
            StorageMetrics metrics)
            throws IOException {
        String folder = "series/" + FolderName.of(database);
        SeriesIndex index = SeriesIndex.open(root, folder, options.seriesTableBytesMax(), metrics);
        DeleteLog deletes;
        try {
            deletes = deletes(root, folder, database);
        } catch (IOException | RuntimeException e) {
            index.close();
            throw e;
        }
        SeriesMapKeeper maps = new SeriesMapKeeper(root, folder, index, scheduler, metrics);
        if (options.seriesMapOffHeap()) {
            scheduler.execute(maps::openBehindTable);
        }
        return new DatabaseStore(folder, index, maps, deletes);
    }

    private static DeleteLog deletes(Directory root, String folder, String database)
            throws IOException {
        if (!root.exists(folder + "/" + DeleteLog.NAME)) {
            return DeleteLog.create(root, folder, NO_DIGEST, List.of());
        }
        return DeleteLog.open(
                root,
                folder,
                NO_DIGEST,
                why ->
                        LOG.error(
                                "Deletes that were kept for later shards of {} are damaged: {}."
                                        + " What could be read is kept. Run `anneal repair start"
                                        + " --db {}`.",
                                database,
                                why,
                                database));
    }

    String folder() {
        return folder;
    }

    SeriesIndex index() {
        return index;
    }

    /** Those that reach into a shard's time: the others are no business of its owners. */
    List<Delete> keptDeletes(TimeRange of) {
        return deletes.deletes().stream()
                .filter(delete -> delete.minTime() < of.end() && delete.maxTime() >= of.start())
                .toList();
    }

    void keep(Delete delete) throws IOException {
        deletes.add(delete);
        deletes.force();
    }

    void forgetKept(long closedHlc) throws IOException {
        deletes.forget(closedHlc);
    }

    @Override
    public void close() throws IOException {
        maps.close();
        index.close();
        deletes.close();
    }
}
