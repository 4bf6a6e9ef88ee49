package io.annealdb.storage.shard;

import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.storage.DamagedException;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.log.ChecksummedFile;
import io.annealdb.storage.log.LogFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which block files belong to a shard; what it does not name is not there.
 *
 * @param nextFile number of the next file; never used before
 * @param firstSegment first segment of the log whose rows are in no file
 * @param deletes generation of the log of deletes
 */
record Manifest(long nextFile, long firstSegment, long deletes, List<Entry> files) {
    static final String NAME = "manifest";
    private static final LogFormat FORMAT = new LogFormat("ANMF", 2);

    /**
     * A file.
     *
     * @param crc32c over the whole file
     * @param deletesApplied how many of the shard's deletes, in the order of their log, hide
     *     nothing in it any more
     */
    record Entry(String name, long bytes, int crc32c, int deletesApplied) {
        Entry withDeletesApplied(int deletes) {
            return new Entry(name, bytes, crc32c, deletes);
        }
    }

    Manifest {
        files = List.copyOf(files);
    }

    void replace(Directory directory, String folder) throws IOException {
        ByteWriter out = new ByteWriter(256);
        out.writeUnsigned(nextFile);
        out.writeUnsigned(firstSegment);
        out.writeUnsigned(deletes);
        out.writeUnsigned(files.size());
        for (Entry file : files) {
            out.writeText(file.name());
            out.writeUnsigned(file.bytes());
            out.writeInt(file.crc32c());
            out.writeUnsigned(file.deletesApplied());
        }
        ChecksummedFile.replace(directory, folder, NAME, FORMAT, out.toBytes());
    }

    /**
     * @throws DamagedException if it is not whole
     */
    static Manifest read(Directory directory, String folder) throws IOException {
        String path = folder + "/" + NAME;
        ChecksummedFile.Content content = ChecksummedFile.content(directory, path, FORMAT);
        byte[] payload = content.payload();
        try {
            ByteReader in = new ByteReader(payload, 0, payload.length);
            long nextFile = in.readUnsigned();
            long firstSegment = in.readUnsigned();
            long deletes = content.version() == 1 ? 0 : in.readUnsigned();
            int count = in.readCount(in.remaining(), "files");
            List<Entry> files = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                files.add(
                        new Entry(
                                in.readText(),
                                in.readUnsigned(),
                                in.readInt(),
                                in.readCount(Integer.MAX_VALUE, "deletes")));
            }
            in.end();
            return new Manifest(nextFile, firstSegment, deletes, files);
        } catch (MalformedException e) {
            throw new DamagedException(path + ": " + e.getMessage());
        }
    }
}
