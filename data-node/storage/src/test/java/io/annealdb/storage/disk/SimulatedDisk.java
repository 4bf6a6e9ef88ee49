package io.annealdb.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** What lies on a {@link SimulatedDirectory}'s disk, and what of it a crash takes. */
final class SimulatedDisk {

    final RandomGenerator random;
    final TreeMap<String, Inode> files = new TreeMap<>();
    final TreeSet<String> folders = new TreeSet<>();

    /** Name changes that are not durable yet, oldest first, by folder. */
    final Map<String, List<List<NameChange>>> loose = new TreeMap<>();

    final TreeSet<String> locks = new TreeSet<>();
    long syncs;
    long writes;
    long bytesLeft = Long.MAX_VALUE;
    long stepsToCrash = Long.MAX_VALUE;
    boolean off;
    int life;

    SimulatedDisk(RandomGenerator random) {
        this.random = random;
        folders.add("");
    }

    /** Counts a call that a crash may fall into. */
    void step() throws IOException {
        if (off) {
            throw new SimulatedDirectory.Crashed();
        }
        if (--stepsToCrash <= 0) {
            off = true;
            throw new SimulatedDirectory.Crashed();
        }
    }

    void check(int lifeOfCaller) throws IOException {
        if (off || lifeOfCaller != life) {
            throw new SimulatedDirectory.Crashed();
        }
    }

    void change(NameChange... changes) {
        List<NameChange> together = List.of(changes);
        for (NameChange change : changes) {
            if (change.after() == null) {
                files.remove(change.path());
            } else {
                files.put(change.path(), change.after());
            }
        }
        loose.computeIfAbsent(folderOf(changes[0].path()), f -> new ArrayList<>()).add(together);
    }

    void crash() {
        for (List<List<NameChange>> changes : loose.values()) {
            int kept = random.nextInt(changes.size() + 1);
            for (int i = changes.size() - 1; i >= kept; i--) {
                for (NameChange change : changes.get(i)) {
                    if (change.before() == null) {
                        files.remove(change.path());
                    } else {
                        files.put(change.path(), change.before());
                    }
                }
            }
        }
        loose.clear();
        files.values().forEach(this::loseUnforced);
        locks.clear();
        off = false;
        stepsToCrash = Long.MAX_VALUE;
        life++;
    }

    private void loseUnforced(Inode inode) {
        if (inode.size > inode.durable.length) {
            int extra = inode.size - inode.durable.length;
            int kept = inode.durable.length + random.nextInt(extra + 1);
            byte[] after = Arrays.copyOf(inode.bytes, kept);
            System.arraycopy(inode.durable, 0, after, 0, inode.durable.length);
            if (kept > inode.durable.length && random.nextInt(3) == 0) {
                // torn: the last sector was not written, though the length was
                int from = Math.max(inode.durable.length, kept - 1 - random.nextInt(512));
                Arrays.fill(after, from, kept, (byte) 0);
            }
            inode.bytes = after;
        } else {
            inode.bytes = inode.durable.clone();
        }
        inode.size = inode.bytes.length;
        inode.durable = inode.bytes.clone();
        inode.forced = inode.size;
    }

    /** All that is on the disk, apart from it. */
    record Contents(Map<String, byte[]> files, TreeSet<String> folders) {
        static final Contents EMPTY = new Contents(Map.of(), new TreeSet<>(List.of("")));
    }

    Contents copied() {
        Map<String, byte[]> copies = new TreeMap<>();
        files.forEach((path, inode) -> copies.put(path, Arrays.copyOf(inode.bytes, inode.size)));
        return new Contents(copies, new TreeSet<>(folders));
    }

    void replace(Contents contents) {
        crash();
        files.clear();
        folders.clear();
        folders.addAll(contents.folders());
        contents.files()
                .forEach(
                        (path, bytes) -> {
                            Inode inode = new Inode();
                            inode.append(ByteBuffer.wrap(bytes));
                            inode.force();
                            files.put(path, inode);
                        });
    }

    static String folderOf(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** Bytes of a file, whatever names lead to it. */
    static final class Inode {
        byte[] bytes = new byte[0];
        int size;
        int forced;

        /** What a crash brings back: a cut that was not forced comes undone. */
        byte[] durable = new byte[0];

        void append(ByteBuffer from) {
            int length = from.remaining();
            if (size + length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(size + length, 2 * bytes.length));
            }
            from.get(bytes, size, length);
            size += length;
        }

        void force() {
            durable = Arrays.copyOf(bytes, size);
            forced = size;
        }
    }

    /** A change of names: what stands there before and after; null for nothing. */
    record NameChange(String path, Inode before, Inode after) {}
}
