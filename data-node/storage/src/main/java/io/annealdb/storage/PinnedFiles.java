package io.annealdb.storage;

import io.annealdb.points.Delete;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** The files of a shard at one moment, kept from being removed until closed. */
public interface PinnedFiles extends Closeable {
    /**
     * @param crc32c over the whole file
     */
    record PinnedFile(String name, long bytes, int crc32c) {}

    List<PinnedFile> files();

    /** The deletes that belong to that moment, settled ones too: the files hold what they hide. */
    List<Delete> deletes();

    /** Up to {@code length} bytes of a file from an offset. */
    byte[] read(PinnedFile file, long offset, int length) throws IOException;

    @Override
    void close();
}
