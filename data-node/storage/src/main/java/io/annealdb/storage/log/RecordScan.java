package io.annealdb.storage.log;

import io.annealdb.points.codec.ByteReader;
import io.annealdb.storage.TooNewException;
import io.annealdb.storage.disk.Directory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Reads a {@link RecordFile} from its start to its good end. What follows the last whole record is
 * a torn tail: a crash left it, nobody was told that it is safe. A bad stretch with whole records
 * behind it is damage: those bytes had been good once.
 *
 * @param goodEnd where the last whole record ends; 0 if not even the header is whole
 * @param size of the file as found
 * @param damage where bad stretches begin, in words; empty if there are none
 * @param previous the length of the file before, as the header has it
 */
public record RecordScan(long goodEnd, long size, String damage, long previous) {
    private static final int WINDOW_BYTES = 1 << 20;

    /** Takes records in order. */
    public interface Visitor {
        /**
         * @param position of the payload in the file
         */
        void record(int kind, byte[] payload, long position) throws IOException;
    }

    public boolean damaged() {
        return !damage.isEmpty();
    }

    public boolean torn() {
        return goodEnd < size;
    }

    /**
     * @throws TooNewException if a later version wrote the file
     */
    public static RecordScan scan(
            Directory directory, String path, LogFormat format, Visitor visitor)
            throws IOException {
        try (Directory.ReadFile file = directory.open(path)) {
            return new Scanner(file, path).run(format, visitor);
        }
    }

    private static final class Scanner {
        private final Directory.ReadFile file;
        private final String path;
        private final long size;
        private byte[] window = new byte[0];
        private long windowAt;
        private final StringBuilder damage = new StringBuilder();

        Scanner(Directory.ReadFile file, String path) throws IOException {
            this.file = file;
            this.path = path;
            this.size = file.size();
        }

        RecordScan run(LogFormat format, Visitor visitor) throws IOException {
            if (size < RecordFile.HEADER_BYTES) {
                return new RecordScan(0, size, "", 0);
            }
            long previous = header(format);
            if (size == RecordFile.HEADER_BYTES && damage.length() > 0 && endsInZero()) {
                return new RecordScan(0, size, "", 0); // cut short: its length alone was written
            }
            long at = RecordFile.HEADER_BYTES;
            while (at < size) {
                int length = lengthAt(at);
                if (length >= 0) {
                    int head = RecordFile.RECORD_HEAD_BYTES;
                    int offset = offset(at, head + length);
                    byte[] payload =
                            Arrays.copyOfRange(window, offset + head, offset + head + length);
                    int kind = window[offset + head - 1] & 0xFF;
                    visitor.record(kind, payload, at + head);
                    at += head + length;
                    continue;
                }
                long next = nextWhole(at + 1);
                if (next < 0) {
                    return new RecordScan(at, size, damage.toString(), previous);
                }
                damage.append(damage.isEmpty() ? "" : ", ")
                        .append("bytes " + at + " to " + next + " of " + path + " are bad");
                at = next;
            }
            return new RecordScan(at, size, damage.toString(), previous);
        }

        private boolean endsInZero() throws IOException {
            return window[offset(size - 1, 1)] == 0;
        }

        private long header(LogFormat format) throws IOException {
            int at = offset(0, RecordFile.HEADER_BYTES);
            ByteReader in = new ByteReader(window, at, at + RecordFile.HEADER_BYTES);
            boolean magic = Arrays.equals(in.readBytes(4), format.magicBytes());
            int version = in.readByte();
            long previous = in.readLong();
            boolean whole = in.readInt() == RecordFile.crc(window, at, at + 13);
            if (magic && whole && version > format.version()) {
                throw new TooNewException(path, version, format.version());
            }
            if (!magic || !whole) {
                damage.append("the header of " + path + " is bad");
                return 0;
            }
            return previous;
        }

        /** The payload length of a whole record there, -1 if there is none. */
        private int lengthAt(long at) throws IOException {
            int head = RecordFile.RECORD_HEAD_BYTES;
            if (at + head > size) {
                return -1;
            }
            int offset = offset(at, head);
            if (intAt(offset) != RecordFile.MARK) {
                return -1;
            }
            int length = intAt(offset + 4);
            if (length < 0 || length > RecordFile.PAYLOAD_BYTES_MAX || at + head + length > size) {
                return -1;
            }
            offset = offset(at, head + length);
            CRC32C crc = new CRC32C();
            crc.update(window, offset + 4, 4);
            crc.update(window, offset + 12, 1 + length);
            return (int) crc.getValue() == intAt(offset + 8) ? length : -1;
        }

        private long nextWhole(long from) throws IOException {
            for (long at = from; at + RecordFile.RECORD_HEAD_BYTES <= size; at++) {
                int offset = offset(at, RecordFile.RECORD_HEAD_BYTES);
                if (window[offset] == (byte) RecordFile.MARK && lengthAt(at) >= 0) {
                    return at;
                }
            }
            return -1;
        }

        private int intAt(int offset) {
            return window[offset] & 0xFF
                    | (window[offset + 1] & 0xFF) << 8
                    | (window[offset + 2] & 0xFF) << 16
                    | window[offset + 3] << 24;
        }

        /**
         * Makes bytes {@code [at, at + length)} of the file stand in the window; where they begin.
         */
        private int offset(long at, int length) throws IOException {
            if (at < windowAt || at + length > windowAt + window.length) {
                int wanted = (int) Math.min(size - at, Math.max(length, WINDOW_BYTES));
                window = new byte[wanted];
                windowAt = at;
                file.read(at, ByteBuffer.wrap(window));
            }
            return (int) (at - windowAt);
        }
    }
}
