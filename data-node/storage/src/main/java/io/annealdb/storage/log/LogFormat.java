package io.annealdb.storage.log;

import java.nio.charset.StandardCharsets;

/**
 * What kind of log a file is.
 *
 * @param magic four ASCII characters at the start of the file
 * @param version of the payloads; a reader refuses later ones
 */
public record LogFormat(String magic, int version) {
    public static final LogFormat SHARD_LOG = new LogFormat("ANWL", 1);
    public static final LogFormat DELETE_LOG = new LogFormat("ANDL", 1);
    public static final LogFormat SERIES_LOG = new LogFormat("ANSL", 1);
    public static final LogFormat SHARD_LIST = new LogFormat("ANSH", 1);

    public LogFormat {
        if (magic.length() != 4 || version < 1 || version > 255) {
            throw new IllegalArgumentException("bad log format " + magic + " " + version);
        }
    }

    byte[] magicBytes() {
        return magic.getBytes(StandardCharsets.US_ASCII);
    }
}
