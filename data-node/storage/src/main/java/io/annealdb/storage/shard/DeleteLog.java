package io.annealdb.storage.shard;

import io.annealdb.points.Delete;
import io.annealdb.points.codec.DeleteCodec;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.digest.GridGeometry;
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
import java.util.TreeSet;

/**
 * The deletes that a shard, or a database for its later shards, keeps; each once. Deletes go only
 * with the whole file: a shard's manifest names its <em>generation</em>, and the switch from one to
 * the next is the manifest's.
 */
public final class DeleteLog implements Closeable {
    public static final String NAME = "deletes";
    private static final int DELETE_RECORD = 1;

    private final Directory directory;
    private final String folder;
    private final GridGeometry grid;
    private final ItemHash hash;
    private final Set<ByteBuffer> known = new HashSet<>();
    private volatile KeptDeletes deletes = KeptDeletes.NONE;
    private long generation;

    /** Never used for a file yet. */
    private long nextGeneration;

    private RecordFile log;

    /** Generations before, to be dropped; guarded by the shard's maintenance lock. */
    private final List<Retired> retired = new ArrayList<>();

    private record Retired(RecordFile log, String path) {}

    private String damage = "";
    private String refusal = "";

    private DeleteLog(Directory directory, String folder, GridGeometry grid, long generation) {
        this.directory = directory;
        this.folder = folder;
        this.grid = grid;
        this.hash = new ItemHash(grid.key());
        this.generation = generation;
        this.nextGeneration = generation + 1;
    }

    /** The file of a generation. */
    static String name(long generation) {
        return generation == 0 ? NAME : NAME + "." + generation;
    }

    /** The generation that a file is of; -1 if it is no log of deletes. */
    static long generation(String name) {
        if (name.equals(NAME)) {
            return 0;
        }
        try {
            return name.startsWith(NAME + ".") ? Long.parseLong(name, 8, name.length(), 10) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** A new log that begins with some deletes; durable on return. */
    public static DeleteLog create(
            Directory directory, String folder, GridGeometry grid, List<Delete> first)
            throws IOException {
        DeleteLog made = new DeleteLog(directory, folder, grid, 0);
        first.forEach(delete -> made.take(DeleteCodec.encode(delete)));
        made.rewrite();
        return made;
    }

    /** Told of damage before anything is done about it. */
    public interface DamageListener {
        void damaged(String what) throws IOException;
    }

    /** Opens the log of a database. */
    public static DeleteLog open(
            Directory directory, String folder, GridGeometry grid, DamageListener listener)
            throws IOException {
        return open(directory, folder, grid, 0, listener);
    }

    /**
     * Opens a log; a damaged one is set aside and written anew with what could be read.
     *
     * @throws TooNewException if a later version wrote it; nothing was changed
     */
    static DeleteLog open(
            Directory directory,
            String folder,
            GridGeometry grid,
            long generation,
            DamageListener listener)
            throws IOException {
        DeleteLog opened = new DeleteLog(directory, folder, grid, generation);
        if (!directory.exists(opened.path())) {
            opened.damage = "the log of deletes " + opened.path() + " is gone";
            listener.damaged(opened.damage);
            opened.rewrite();
            return opened;
        }
        RecordScan scan = opened.scan(opened.path());
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
        listener.damaged(opened.damage);
        ShardFiles.moveAside(directory, folder, name(generation));
        opened.rewrite();
        return opened;
    }

    /**
     * All that can be read of every generation, as a new one: nobody knows any more which of them
     * counted, and a delete too many hides only what the owners had agreed to forget.
     */
    static DeleteLog salvage(Directory directory, String folder, GridGeometry grid)
            throws IOException {
        TreeSet<Long> found = new TreeSet<>();
        for (String name : directory.list(folder)) {
            if (generation(name) >= 0) {
                found.add(generation(name));
            }
        }
        DeleteLog made =
                new DeleteLog(directory, folder, grid, found.isEmpty() ? 0 : found.last() + 1);
        List<String> broken = new ArrayList<>();
        for (long old : found) {
            RecordScan scan = made.scan(folder + "/" + name(old));
            if (scan.damaged() || scan.goodEnd() == 0) {
                broken.add(name(old));
            }
        }
        made.rewrite();
        for (String name : broken) {
            ShardFiles.moveAside(directory, folder, name);
        }
        return made;
    }

    private RecordScan scan(String path) throws IOException {
        return RecordScan.scan(
                directory,
                path,
                LogFormat.DELETE_LOG,
                (kind, payload, position) -> {
                    try {
                        take(payload);
                    } catch (MalformedException | IllegalArgumentException e) {
                        damage = path + ": " + e.getMessage();
                    }
                });
    }

    private String path() {
        return folder + "/" + name(generation);
    }

    private boolean take(byte[] encoded) {
        Delete delete = DeleteCodec.decode(encoded, 0, encoded.length);
        if (!known.add(ByteBuffer.wrap(encoded))) {
            return false;
        }
        deletes = deletes.with(delete, encoded, grid, hash);
        return true;
    }

    private void rewrite() throws IOException {
        directory.makeFolder(folder);
        String beside = path() + ".tmp";
        RecordFile fresh = write(beside, deletes);
        fresh.close();
        directory.rename(beside, path());
        directory.forceFolder(folder);
        RecordFile old = log;
        log = RecordFile.resume(directory, path(), fresh.size(), RecordFile.SyncObserver.PLAIN);
        if (old != null) {
            old.release(); // whoever waits for it finds its delete in the new file, on disk
        }
    }

    private RecordFile write(String path, KeptDeletes first) throws IOException {
        RecordFile fresh =
                RecordFile.create(
                        directory, path, LogFormat.DELETE_LOG, 0, RecordFile.SyncObserver.PLAIN);
        append(fresh, first.all());
        return fresh;
    }

    private static void append(RecordFile to, List<Delete> deletes) throws IOException {
        for (Delete delete : deletes) {
            to.append(RecordFile.record(DELETE_RECORD, DeleteCodec.encode(delete)));
        }
        to.force(to.size());
    }

    /** What was found wrong on opening; empty if nothing. */
    public String damage() {
        return damage;
    }

    /** Keeps a delete, if it is new; under its owner's lock. On disk only after {@link #force}. */
    public boolean add(Delete delete) throws IOException {
        byte[] encoded = DeleteCodec.encode(delete);
        if (!refusal.isEmpty()) {
            throw new IOException(refusal);
        }
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

    /** Forgets some deletes of a log that no manifest names; under its owner's lock. Durable. */
    public void forget(long upToHlc) throws IOException {
        KeptDeletes left =
                deletes.without(
                        kept -> Long.compareUnsigned(kept.delete().stamp().hlc(), upToHlc) <= 0);
        if (left.size() < deletes.size()) {
            become(left);
            rewrite();
        }
    }

    private void become(KeptDeletes next) {
        deletes = next;
        known.clear();
        next.all().forEach(delete -> known.add(ByteBuffer.wrap(DeleteCodec.encode(delete))));
    }

    /**
     * The next generation, written and forced but not named yet.
     *
     * @param of how many deletes of this generation it was made from
     */
    record Successor(long generation, RecordFile log, KeptDeletes deletes, int of) {}

    /** Writes the next generation: some of the deletes that were there a moment ago. */
    Successor successor(KeptDeletes left, int of) throws IOException {
        long number = nextGeneration++;
        RecordFile fresh = write(folder + "/" + name(number), left);
        directory.forceFolder(folder);
        return new Successor(number, fresh, left, of);
    }

    /** Takes the deletes that came meanwhile along; under the owner's lock. */
    Successor catchUp(Successor next) throws IOException {
        List<KeptDeletes.Kept> since = deletes.kept().subList(next.of(), deletes.size());
        if (since.isEmpty()) {
            return next;
        }
        append(next.log(), since.stream().map(KeptDeletes.Kept::delete).toList());
        return new Successor(
                next.generation(), next.log(), next.deletes().with(since), deletes.size());
    }

    /** The manifest names the next generation; under the owner's lock. */
    void succeed(Successor next) {
        retired.add(new Retired(log, path()));
        log = next.log();
        generation = next.generation();
        become(next.deletes());
        refusal = "";
    }

    /** Removes generations that have gone; what stays, the next start removes. */
    void dropRetired(Runnable failed) {
        for (Retired old : retired) {
            try {
                old.log().release();
                directory.remove(old.path());
            } catch (IOException e) {
                failed.run();
            }
        }
        retired.clear();
    }

    /**
     * The manifest does not name the next generation, or perhaps does: then no delete is taken
     * until a later switch has come to its end, since it might go into the wrong file.
     */
    void abandon(Successor next, boolean perhapsNamed) throws IOException {
        next.log().close();
        if (perhapsNamed) {
            refusal =
                    "deletes of "
                            + folder
                            + " are refused: the disk failed while their log was replaced. Look at"
                            + " the disk, then restart the node.";
        } else {
            directory.remove(folder + "/" + name(next.generation()));
        }
    }

    /** Every delete, in the order of the log. */
    public List<Delete> deletes() {
        return deletes.all();
    }

    KeptDeletes kept() {
        return deletes;
    }

    long generation() {
        return generation;
    }

    public long bytes() {
        return log.size();
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
