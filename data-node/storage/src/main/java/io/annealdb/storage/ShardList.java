package io.annealdb.storage;

import io.annealdb.points.ShardId;
import io.annealdb.points.TimeRange;
import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.HashKey;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.log.LogFormat;
import io.annealdb.storage.log.RecordFile;
import io.annealdb.storage.log.RecordScan;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code shards.log}: every shard that this folder has held, with its health, outside of the
 * shards' own folders, so that their loss is noticed. The last record of a shard counts. All
 * methods may be called from any thread.
 */
final class ShardList implements Closeable {
    static final String NAME = "shards.log";
    private static final int HELD = 1;
    private static final int DROPPED = 2;
    private static final int REWRITE_ABOVE_RECORDS = 1_000;

    /** What is known of a shard. */
    record Entry(ShardSpec spec, ShardHealth health, String trouble) {}

    private final Directory root;
    private final Map<ShardId, Entry> entries = new TreeMap<>();
    private RecordFile log;
    private int records;

    private ShardList(Directory root) {
        this.root = root;
    }

    /**
     * @throws DamagedException if the list cannot be trusted
     */
    static ShardList open(Directory root) throws IOException {
        ShardList list = new ShardList(root);
        RecordScan scan =
                RecordScan.scan(
                        root,
                        NAME,
                        LogFormat.SHARD_LIST,
                        (kind, payload, position) -> list.take(kind, payload));
        if (scan.damaged() || scan.goodEnd() == 0) {
            throw new DamagedException(scan.damaged() ? scan.damage() : NAME + " is empty");
        }
        list.log = RecordFile.resume(root, NAME, scan.goodEnd(), RecordFile.SyncObserver.PLAIN);
        if (list.records > REWRITE_ABOVE_RECORDS && list.records > 4 * list.entries.size()) {
            list.rewrite();
        }
        return list;
    }

    static ShardList create(Directory root) throws IOException {
        ShardList list = new ShardList(root);
        list.rewrite();
        return list;
    }

    private void rewrite() throws IOException {
        if (log != null) {
            log.close();
        }
        String beside = NAME + ".tmp";
        RecordFile fresh =
                RecordFile.create(
                        root, beside, LogFormat.SHARD_LIST, 0, RecordFile.SyncObserver.PLAIN);
        for (Entry entry : entries.values()) {
            fresh.append(RecordFile.record(HELD, encode(entry)));
        }
        fresh.force(fresh.size());
        fresh.close();
        root.rename(beside, NAME);
        root.forceFolder("");
        log = RecordFile.resume(root, NAME, fresh.size(), RecordFile.SyncObserver.PLAIN);
        records = entries.size();
    }

    private void take(int kind, byte[] payload) {
        records++;
        try {
            if (kind == HELD) {
                Entry entry = decode(payload);
                entries.put(entry.spec().id(), entry);
            } else if (kind == DROPPED) {
                entries.remove(
                        new ShardId(new ByteReader(payload, 0, payload.length).readUnsigned()));
            }
        } catch (MalformedException e) {
            throw new DamagedException(NAME + ": " + e.getMessage());
        }
    }

    synchronized List<Entry> entries() {
        return new ArrayList<>(entries.values());
    }

    /** Notes a shard and its health; on disk when this returns. */
    synchronized void put(Entry entry) throws IOException {
        append(RecordFile.record(HELD, encode(entry)));
        entries.put(entry.spec().id(), entry);
    }

    /** Forgets a shard; on disk when this returns. */
    synchronized void remove(ShardId id) throws IOException {
        ByteWriter out = new ByteWriter(16);
        out.writeUnsigned(id.value());
        append(RecordFile.record(DROPPED, out.toBytes()));
        entries.remove(id);
    }

    private void append(byte[] record) throws IOException {
        if (log.broken()) {
            rewrite();
        }
        log.force(log.append(record));
        records++;
    }

    private static byte[] encode(Entry entry) {
        ShardSpec spec = entry.spec();
        ByteWriter out = new ByteWriter(128);
        out.writeUnsigned(spec.id().value());
        out.writeText(spec.database());
        out.writeText(spec.retentionPolicy());
        out.writeLong(spec.grid().range().start());
        out.writeLong(spec.grid().range().end());
        out.writeLong(spec.grid().key().low());
        out.writeLong(spec.grid().key().high());
        out.writeByte(entry.health().ordinal());
        out.writeText(entry.trouble());
        return out.toBytes();
    }

    private static Entry decode(byte[] payload) {
        ByteReader in = new ByteReader(payload, 0, payload.length);
        ShardId id = new ShardId(in.readUnsigned());
        String database = in.readText();
        String retentionPolicy = in.readText();
        TimeRange range = new TimeRange(in.readLong(), in.readLong());
        HashKey key = new HashKey(in.readLong(), in.readLong());
        int health = in.readByte();
        if (health >= ShardHealth.values().length) {
            throw new MalformedException("unknown health " + health);
        }
        ShardSpec spec = new ShardSpec(id, database, retentionPolicy, new GridGeometry(range, key));
        return new Entry(spec, ShardHealth.values()[health], in.readText());
    }

    @Override
    public synchronized void close() throws IOException {
        log.close();
    }
}
