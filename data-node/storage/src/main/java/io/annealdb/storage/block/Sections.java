package io.annealdb.storage.block;

import com.github.luben.zstd.Zstd;
import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.storage.disk.Directory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The parts of a footer: each compressed if that helps, each with a checksum of its own. */
final class Sections {
    static final int SERIES = 0;
    static final int INDEX = 1;
    static final int MEASUREMENTS = 2;
    static final int STATISTICS = 3;
    static final int STAMPS = 4;
    static final int DIGEST = 5;
    static final int COUNT = 6;
    static final int ENTRY_BYTES = 20;

    private static final int LEVEL = 3;
    private static final int RAW_BYTES_MAX = 1 << 30;

    /** Where a section lies: plain if both lengths are equal. */
    record Place(long offset, int storedBytes, int rawBytes, int crc) {
        void write(ByteWriter out) {
            out.writeLong(offset);
            out.writeInt(storedBytes);
            out.writeInt(rawBytes);
            out.writeInt(crc);
        }

        static Place read(ByteReader in) {
            return new Place(in.readLong(), in.readInt(), in.readInt(), in.readInt());
        }

        byte[] read(Directory.ReadFile file, long fileBytes) throws IOException {
            if (storedBytes < 0
                    || rawBytes < 0
                    || rawBytes > RAW_BYTES_MAX
                    || offset < 0
                    || offset + storedBytes > fileBytes) {
                throw new MalformedException("a section of the footer lies outside of the file");
            }
            byte[] stored = new byte[storedBytes];
            file.read(offset, ByteBuffer.wrap(stored));
            if (Sections.crc(stored) != crc) {
                throw new MalformedException("a section of the footer fails its checksum");
            }
            return storedBytes == rawBytes ? stored : TextColumn.inflate(stored, rawBytes);
        }
    }

    private Sections() {}

    static byte[] pack(byte[] raw) {
        byte[] packed = Zstd.compress(raw, LEVEL);
        return packed.length < raw.length ? packed : raw;
    }

    static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
