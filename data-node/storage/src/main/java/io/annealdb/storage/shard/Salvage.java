package io.annealdb.storage.shard;

import io.annealdb.storage.DamagedException;
import io.annealdb.storage.block.BlockFile;
import io.annealdb.storage.disk.Directory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Looks at block files that no manifest speaks of. */
final class Salvage {
    private static final int CHUNK_BYTES = 1 << 20;

    private static final BlockFile.Observer SILENT =
            new BlockFile.Observer() {
                @Override
                public void blockRead() {}

                @Override
                public void damaged(BlockFile file, String why) {}
            };

    private Salvage() {}

    /** What a manifest would say of a file as it is. */
    static Manifest.Entry entry(Directory directory, String folder, String name)
            throws IOException {
        try (Directory.ReadFile file = directory.open(folder + "/" + name)) {
            CRC32C crc = new CRC32C();
            long size = file.size();
            for (long at = 0; at < size; at += CHUNK_BYTES) {
                byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, size - at)];
                file.read(at, ByteBuffer.wrap(chunk));
                crc.update(chunk);
            }
            return new Manifest.Entry(name, size, (int) crc.getValue(), 0);
        }
    }

    /** Whether a file opens as a block file. */
    static boolean isWhole(Directory directory, String path) throws IOException {
        int[] ids = new int[1];
        try {
            BlockFile.open(directory, path, SILENT, key -> ids[0]++).retire(() -> {});
            return true;
        } catch (DamagedException e) {
            return false;
        }
    }

    /** The number in a file's name; 0 if it has none. */
    static long number(String name) {
        int dot = name.indexOf('.');
        try {
            return dot < 0 ? 0 : Long.parseLong(name.substring(0, dot));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
