package io.annealdb.storage.block;

import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.storage.DamagedException;
import io.annealdb.storage.TooNewException;
import io.annealdb.storage.disk.Directory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What stands at both ends of a block file: where its sections lie, and what it comes to. */
record FileEnds(Sections.Place[] places, FileSummary summary) {
    private static final int TAIL_BYTES =
            Sections.COUNT * Sections.ENTRY_BYTES + FileSummary.BYTES + 10;
    private static final int END_BYTES = 6;

    /**
     * @throws DamagedException if they are not those of a block file
     * @throws MalformedException as well
     * @throws TooNewException if a later version wrote it
     */
    static FileEnds read(String path, Directory.ReadFile file, long size) throws IOException {
        if (size < BlockFileWriter.HEADER_BYTES + TAIL_BYTES) {
            throw new DamagedException(path + " is cut short: " + size + " bytes");
        }
        byte[] head = new byte[BlockFileWriter.HEADER_BYTES];
        file.read(0, ByteBuffer.wrap(head));
        check(path, new ByteReader(head, 0, head.length));
        byte[] tail = new byte[TAIL_BYTES];
        file.read(size - TAIL_BYTES, ByteBuffer.wrap(tail));
        ByteReader in = new ByteReader(tail, 0, TAIL_BYTES);
        Sections.Place[] places = new Sections.Place[Sections.COUNT];
        for (int i = 0; i < places.length; i++) {
            places[i] = Sections.Place.read(in);
        }
        FileSummary summary = FileSummary.read(in);
        int crc = in.readInt();
        check(path, new ByteReader(tail, TAIL_BYTES - END_BYTES, TAIL_BYTES));
        if (crc != Sections.crc(Arrays.copyOf(tail, TAIL_BYTES - END_BYTES - 4))) {
            throw new DamagedException(path + ": the tail fails its checksum");
        }
        return new FileEnds(places, summary);
    }

    /** A file begins and ends with its magic and version. */
    private static void check(String path, ByteReader in) throws IOException {
        boolean magic = Arrays.equals(in.readBytes(4), BlockFileWriter.MAGIC);
        int version = in.readByte() | in.readByte() << 8;
        if (!magic || version < 1) {
            throw new DamagedException(path + " does not begin and end as a block file does");
        }
        if (version > BlockFileWriter.VERSION) {
            throw new TooNewException(path, version, BlockFileWriter.VERSION);
        }
    }
}
