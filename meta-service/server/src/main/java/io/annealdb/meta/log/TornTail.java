package io.annealdb.meta.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off the entry that a crash left torn at the end of Ratis's open log file; Ratis would refuse
 * to start. It was never synced, so never acknowledged. Damage with anything behind it is left as
 * it is: that is a loss, and Ratis says so.
 *
 * <pre>
 * │ "RaftLog1" │ length varint │ entry │ crc32c of both, 4b big-endian │ ... │ zeros, preallocated │
 * </pre>
 */
final class TornTail {
    private static final Logger LOG = LoggerFactory.getLogger(TornTail.class);
    private static final byte[] HEADER = "RaftLog1".getBytes(StandardCharsets.US_ASCII);
    private static final int CHECKSUM = 4;

    private TornTail() {}

    /**
     * @param group the folder of the Raft group; it may not exist yet
     */
    static void cut(Path group) throws IOException {
        Path current = group.resolve("current");
        if (!Files.isDirectory(current)) {
            return;
        }
        List<Path> open;
        try (Stream<Path> files = Files.list(current)) {
            open =
                    files.filter(f -> f.getFileName().toString().startsWith("log_inprogress_"))
                            .toList();
        }
        for (Path file : open) {
            byte[] bytes = Files.readAllBytes(file);
            int at = tornAt(bytes);
            if (at >= 0) {
                LOG.warn("The log {} ends in an entry torn by a crash; it is cut off.", file);
                truncate(file, at);
            }
        }
    }

    private static void truncate(Path file, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
            channel.force(true);
        }
    }

    /** Where the torn entry begins; -1 if there is none, or if what is wrong is not at the end. */
    static int tornAt(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        if (end < HEADER.length || !ByteBuffer.wrap(bytes, 0, HEADER.length).equals(header())) {
            return -1;
        }
        int at = HEADER.length;
        while (at < end) {
            int next = endOfEntry(bytes, at);
            if (next > 0 && checksumHolds(bytes, at, next)) {
                at = next;
            } else {
                return next < 0 || next >= end ? at : -1;
            }
        }
        return -1;
    }

    private static ByteBuffer header() {
        return ByteBuffer.wrap(HEADER);
    }

    /** The end of the entry by its own length; -1 if that lies beyond the file. */
    private static int endOfEntry(byte[] bytes, int at) {
        long length = 0;
        for (int i = 0; i < 5 && at + i < bytes.length; i++) {
            length |= (long) (bytes[at + i] & 0x7F) << (7 * i);
            if (bytes[at + i] >= 0) {
                long end = at + i + 1 + length + CHECKSUM;
                return end <= bytes.length ? (int) end : -1;
            }
        }
        return -1;
    }

    private static boolean checksumHolds(byte[] bytes, int at, int end) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at, end - CHECKSUM - at);
        return (int) crc.getValue() == ByteBuffer.wrap(bytes).getInt(end - CHECKSUM);
    }
}
