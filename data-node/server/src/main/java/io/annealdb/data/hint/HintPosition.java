package io.annealdb.data.hint;

import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.storage.DamagedException;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.log.ChecksummedFile;
import io.annealdb.storage.log.LogFormat;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a queue's oldest segment is confirmed, as the file {@code position} has it.
 *
 * @param segment its number; 0: nothing was ever confirmed
 * @param confirmed hints at its start
 */
record HintPosition(long segment, int confirmed) {
    static final String FILE = "position";
    static final HintPosition NONE = new HintPosition(0, 0);

    private static final LogFormat FORMAT = new LogFormat("ANHP", 1);
    private static final Logger LOG = LoggerFactory.getLogger(HintPosition.class);

    /** On disk when this returns. */
    void write(Directory directory, String folder) throws IOException {
        ByteWriter out = new ByteWriter(12);
        out.writeLong(segment);
        out.writeInt(confirmed);
        ChecksummedFile.replace(directory, folder, FILE, FORMAT, out.toBytes());
    }

    /** A damaged one goes: then the oldest hints are delivered once more. */
    static HintPosition read(Directory directory, String folder) throws IOException {
        String path = folder + "/" + FILE;
        if (!directory.exists(path)) {
            return NONE;
        }
        try {
            byte[] payload = ChecksummedFile.read(directory, path, FORMAT);
            ByteReader in = new ByteReader(payload, 0, payload.length);
            return new HintPosition(in.readLong(), in.readInt());
        } catch (DamagedException | MalformedException e) {
            LOG.warn("{}; the oldest hints are delivered once more.", e.getMessage());
            directory.remove(path);
            return NONE;
        }
    }
}
