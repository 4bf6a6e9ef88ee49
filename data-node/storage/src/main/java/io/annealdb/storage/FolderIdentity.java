package io.annealdb.storage;

import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.log.ChecksummedFile;
import io.annealdb.storage.log.LogFormat;
import java.io.Closeable;
import java.io.IOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which data folder this is, and which shards it has held. The two belong together: a folder whose
 * list of shards is lost cannot say what it lacks, so it takes a new id, and meta, which knows the
 * old one, names every shard that must be missing (repair.md O2).
 */
final class FolderIdentity implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderIdentity.class);
    private static final String ID_NAME = "node.id";
    private static final String QUARANTINE = "quarantine";
    private static final LogFormat FORMAT = new LogFormat("ANID", 1);

    private final UUID id;
    private final ShardList shards;

    private FolderIdentity(UUID id, ShardList shards) {
        this.id = id;
        this.shards = shards;
    }

    static FolderIdentity open(Directory root) throws IOException {
        root.makeFolder("");
        UUID id = root.exists(ID_NAME) ? readId(root) : null;
        ShardList shards = root.exists(ShardList.NAME) ? readList(root) : null;
        if (id == null || shards == null) {
            if (shards == null) {
                shards = ShardList.create(root);
            }
            holdAsMissing(shards);
            id = UUID.randomUUID();
            writeId(root, id);
        }
        return new FolderIdentity(id, shards);
    }

    /** Meta will know this folder as a new one: so what it holds from before is missing (O2). */
    private static void holdAsMissing(ShardList shards) throws IOException {
        for (ShardList.Entry entry : shards.entries()) {
            String why = "the id of its data folder was lost";
            shards.put(new ShardList.Entry(entry.spec(), ShardHealth.MISSING, why));
        }
    }

    private static UUID readId(Directory root) throws IOException {
        try {
            byte[] payload = ChecksummedFile.read(root, ID_NAME, FORMAT);
            ByteReader in = new ByteReader(payload, 0, payload.length);
            return new UUID(in.readLong(), in.readLong());
        } catch (DamagedException | MalformedException e) {
            setAside(root, ID_NAME, e);
            return null;
        }
    }

    private static ShardList readList(Directory root) throws IOException {
        try {
            return ShardList.open(root);
        } catch (DamagedException e) {
            setAside(root, ShardList.NAME, e);
            return null;
        }
    }

    private static void setAside(Directory root, String name, RuntimeException why)
            throws IOException {
        LOG.error(
                "{} is damaged ({}); it is set aside in {}. The folder takes a new id, so that meta"
                        + " names the shards that it should hold; repair will look at each.",
                name,
                why.getMessage(),
                QUARANTINE);
        root.makeFolder(QUARANTINE);
        root.rename(name, QUARANTINE + "/" + name);
        root.forceFolder("");
    }

    private static void writeId(Directory root, UUID id) throws IOException {
        ByteWriter out = new ByteWriter(16);
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
        ChecksummedFile.replace(root, "", ID_NAME, FORMAT, out.toBytes());
    }

    UUID id() {
        return id;
    }

    ShardList shards() {
        return shards;
    }

    @Override
    public void close() throws IOException {
        shards.close();
    }
}
