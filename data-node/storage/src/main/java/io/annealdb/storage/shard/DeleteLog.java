package io.annealdb.storage.shard;

import io.annealdb.points.Delete;
import io.annealdb.points.Stamp;
import io.annealdb.points.codec.DeleteCodec;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.digest.HashKey;
import io.annealdb.points.digest.ItemHash;
import io.annealdb.storage.TooNewException;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.log.LogFormat;
import io.annealdb.storage.log.RecordFile;
import io.annealdb.storage.log.RecordScan;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The deletes that a shard, or a database for its later shards, keeps; each once. */
public final class DeleteLog implements Closeable {
    public static final String NAME = "deletes";
    private static final int DELETE_RECORD = 1;

    private final Directory directory;
    private final String folder;
    private final ItemHash hash;
    private final Set<ByteBuffer> known = new HashSet<>();
    private volatile List<Delete> deletes = List.of();
    private long sum;
    private Stamp highest = Stamp.NONE;
    private RecordFile log;
    private String damage = "";

    private DeleteLog(Directory directory, String folder, HashKey key) {
        this.directory = directory;
        this.folder = folder;
        this.hash = new ItemHash(key);
    }

    /** A new log that begins with some deletes; durable on return. */
    public static DeleteLog create(
            Directory directory, String folder, HashKey key, List<Delete> first)
            throws IOException {
        DeleteLog made = new DeleteLog(directory, folder, key);
        first.forEach(delete -> made.take(DeleteCodec.encode(delete)));
        made.rewrite();
        return made;
    }

    /** Opens a log; a damaged one is set aside and written anew with what could be read. */
    public static DeleteLog open(Directory directory, String folder, HashKey key)
            throws IOException {
        DeleteLog opened = new DeleteLog(directory, folder, key);
        if (!directory.exists(opened.path())) {
            opened.damage = "the log of deletes is gone";
            opened.rewrite();
            return opened;
        }
        RecordScan scan = opened.scan();
        if (opened.damage.isEmpty() && !scan.damaged() && scan.goodEnd() > 0) {
            opened.log =
                    RecordFile.resume(
                            directory,
                            opened.path(),
                            scan.goodEnd(),
                            RecordFile.SyncObserver.PLAIN);
            return opened;
        }
        opened.damage = opened.damage.isEmpty() ? scan.damage() : opened.damage;
        if (opened.damage.isEmpty()) {
            opened.damage = opened.path() + " is cut to nothing";
        }
        opened.setAside();
        opened.rewrite();
        return opened;
    }

    private RecordScan scan() throws IOException {
        try {
            return RecordScan.scan(
                    directory,
                    path(),
                    LogFormat.DELETE_LOG,
                    (kind, payload, position) -> {
                        try {
                            take(payload);
                        } catch (MalformedException | IllegalArgumentException e) {
                            damage = path() + ": " + e.getMessage();
                        }
                    });
        } catch (TooNewException e) {
            return new RecordScan(0, 0, e.getMessage(), 0);
        }
    }

    private void setAside() throws IOException {
        String aside = folder + "/quarantine";
        directory.makeFolder(aside);
        directory.rename(path(), aside + "/" + NAME);
        directory.forceFolder(aside);
    }

    private String path() {
        return folder + "/" + NAME;
    }

    private boolean take(byte[] encoded) {
        Delete delete = DeleteCodec.decode(encoded, 0, encoded.length);
        if (!known.add(ByteBuffer.wrap(encoded))) {
            return false;
        }
        List<Delete> longer = new ArrayList<>(deletes);
        longer.add(delete);
        deletes = List.copyOf(longer);
        sum += hash.delete(encoded);
        if (delete.stamp().compareTo(highest) > 0) {
            highest = delete.stamp();
        }
        return true;
    }

    private void rewrite() throws IOException {
        directory.makeFolder(folder);
        String beside = path() + ".tmp";
        RecordFile fresh =
                RecordFile.create(
                        directory, beside, LogFormat.DELETE_LOG, 0, RecordFile.SyncObserver.PLAIN);
        for (Delete delete : deletes) {
            fresh.append(RecordFile.record(DELETE_RECORD, DeleteCodec.encode(delete)));
        }
        fresh.force(fresh.size());
        fresh.close();
        directory.rename(beside, path());
        directory.forceFolder(folder);
        RecordFile old = log;
        log = RecordFile.resume(directory, path(), fresh.size(), RecordFile.SyncObserver.PLAIN);
        if (old != null) {
            old.release(); // whoever waits for it finds its delete in the new file, on disk
        }
    }

    /** What was found wrong on opening; empty if nothing. */
    public String damage() {
        return damage;
    }

    /** Keeps a delete, if it is new; under its owner's lock. On disk only after {@link #force}. */
    public boolean add(Delete delete) throws IOException {
        byte[] encoded = DeleteCodec.encode(delete);
        if (log.broken()) {
            rewrite();
        }
        if (known.contains(ByteBuffer.wrap(encoded))) {
            return false;
        }
        log.append(RecordFile.record(DELETE_RECORD, encoded));
        return take(encoded);
    }

    /** What has been added is on disk when this returns. */
    public void force() throws IOException {
        RecordFile current = log;
        current.force(current.size());
    }

    /**
     * Reads the file again, under its owner's lock; one that is not whole is written anew.
     *
     * @return whether it was not whole
     */
    public boolean mend() throws IOException {
        boolean whole;
        try {
            RecordScan scan =
                    RecordScan.scan(
                            directory,
                            path(),
                            LogFormat.DELETE_LOG,
                            (kind, payload, position) -> {});
            whole = !scan.damaged() && scan.goodEnd() >= log.size();
        } catch (TooNewException | FileNotFoundException | NoSuchFileException e) {
            whole = false; // this very process has written it
        }
        if (!whole) {
            rewrite();
        }
        return !whole;
    }

    /** Every delete, in the order of the log; immutable. */
    public List<Delete> deletes() {
        return deletes;
    }

    /** The sum T over all deletes. */
    public long sum() {
        return sum;
    }

    public Stamp highest() {
        return highest;
    }

    public long bytes() {
        return log.size();
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
