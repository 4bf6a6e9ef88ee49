package io.annealdb.storage.scrub;

import io.annealdb.points.ShardId;
import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.storage.DamagedException;
import io.annealdb.storage.TooNewException;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.log.ChecksummedFile;
import io.annealdb.storage.log.LogFormat;
import java.io.IOException;

/**
 * How far the node's scrub has come, in {@code scrub.progress}: docs/format/node-files.md.
 *
 * @param beganMillis when the present pass, or the last one, began; 0 if there was none
 * @param endedMillis when a pass last came to its end; 0 if none has
 * @param under whether a pass is under way
 * @param shard whose turn it is; those below it are done
 * @param file of that shard, the last that is done; empty before the first
 */
record ScrubProgress(
        long beganMillis, long endedMillis, boolean under, ShardId shard, String file) {
    static final LogFormat FORMAT = new LogFormat("ANSC", 1);
    static final String FILE = "scrub.progress";

    private static final ShardId FIRST = new ShardId(1);
    static final ScrubProgress NONE = new ScrubProgress(0, 0, false, FIRST, "");

    ScrubProgress began(long nowMillis) {
        return new ScrubProgress(nowMillis, endedMillis, true, FIRST, "");
    }

    ScrubProgress at(ShardId newShard, String newFile) {
        return new ScrubProgress(beganMillis, endedMillis, under, newShard, newFile);
    }

    ScrubProgress ended(long nowMillis) {
        return new ScrubProgress(beganMillis, nowMillis, false, FIRST, "");
    }

    /** What was kept; {@link #NONE} if nothing is, or nothing readable: then a pass begins anew. */
    static ScrubProgress read(Directory directory) throws IOException {
        if (!directory.exists(FILE)) {
            return NONE;
        }
        try {
            byte[] payload = ChecksummedFile.read(directory, FILE, FORMAT);
            ByteReader in = new ByteReader(payload, 0, payload.length);
            return new ScrubProgress(
                    in.readLong(),
                    in.readLong(),
                    in.readByte() == 1,
                    new ShardId(in.readUnsigned()),
                    in.readText());
        } catch (DamagedException | MalformedException | IllegalArgumentException e) {
            return NONE;
        } catch (TooNewException e) {
            return NONE;
        }
    }

    void write(Directory directory) throws IOException {
        ByteWriter out = new ByteWriter(64);
        out.writeLong(beganMillis);
        out.writeLong(endedMillis);
        out.writeByte(under ? 1 : 0);
        out.writeUnsigned(shard.value());
        out.writeText(file);
        ChecksummedFile.replace(directory, "", FILE, FORMAT, out.toBytes());
    }
}
