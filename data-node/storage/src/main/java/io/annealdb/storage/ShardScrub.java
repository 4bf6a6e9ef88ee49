package io.annealdb.storage;

import java.io.IOException;
import java.util.Optional;

/** Reads again what a shard has on disk, to find what has rotted there since it was written. */
public interface ShardScrub {
    /** What a look at the logs has come to. */
    record Logs(long bytes, int damaged) {}

    /**
     * The first block file behind a name, in the order of names; {@code ""} stands before all.
     * Files that are written later have higher names.
     */
    Optional<FileScrub> fileAfter(String name);

    /**
     * Looks at what memory knows as well: log, deletes, manifest. What is damaged there is written
     * anew, and nothing is lost.
     */
    Logs logs() throws IOException;
}
