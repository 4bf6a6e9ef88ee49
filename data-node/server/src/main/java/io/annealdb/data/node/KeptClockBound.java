package io.annealdb.data.node;

import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.time.ClockBound;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.log.ChecksummedFile;
import io.annealdb.storage.log.LogFormat;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The bound of the node's hybrid clock, in {@code clock.bound}: docs/format/node-files.md. A bound
 * that cannot be read stops the start: without it the node could give a stamp twice.
 */
public final class KeptClockBound implements ClockBound {
    static final LogFormat FORMAT = new LogFormat("ANCB", 1);
    static final String FILE = "clock.bound";

    private final Directory directory;

    public KeptClockBound(Directory directory) {
        this.directory = directory;
    }

    @Override
    public long load() {
        try {
            if (!directory.exists(FILE)) {
                return 0;
            }
            byte[] payload = ChecksummedFile.read(directory, FILE, FORMAT);
            return new ByteReader(payload, 0, payload.length).readLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void persist(long hlc) {
        ByteWriter out = new ByteWriter(8);
        out.writeLong(hlc);
        try {
            ChecksummedFile.replace(directory, "", FILE, FORMAT, out.toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    FILE
                            + " in "
                            + directory
                            + " cannot be written, and without it no write gets a stamp: "
                            + e.getMessage(),
                    e);
        }
    }
}
