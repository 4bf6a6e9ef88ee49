package io.annealdb.storage.disk;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * A hostile disk in memory. What was not forced may be gone after a {@link #crash}: of bytes a
 * random part of the unforced end stays, perhaps torn; of names (new files, renames, removals) that
 * no {@link #forceFolder} has made durable, a random number of the oldest in each folder stay. It
 * refuses writes on demand, crashes in the middle of a call on demand, and flips bits.
 *
 * <p>All directories that {@link #in} gives share one disk. May be called from any thread.
 */
public final class SimulatedDirectory implements Directory {
    private final Disk disk;
    private final String prefix;

    public SimulatedDirectory(RandomGenerator random) {
        this(new Disk(random), "");
    }

    private SimulatedDirectory(Disk disk, String prefix) {
        this.disk = disk;
        this.prefix = prefix;
    }

    /** Thrown by the call in which the machine loses its power; nothing happens after it. */
    public static final class Crashed extends IOException {
        private static final long serialVersionUID = 1;

        Crashed() {
            super("the machine has lost its power");
        }
    }

    /** Bytes of a file, whatever names lead to it. */
    private static final class Inode {
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
    private record NameChange(String path, Inode before, Inode after) {}

    private static final class Disk {
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

        Disk(RandomGenerator random) {
            this.random = random;
            folders.add("");
        }

        /** Counts a call that a crash may fall into. */
        void step() throws IOException {
            if (off) {
                throw new Crashed();
            }
            if (--stepsToCrash <= 0) {
                off = true;
                throw new Crashed();
            }
        }

        void check(int lifeOfCaller) throws IOException {
            if (off || lifeOfCaller != life) {
                throw new Crashed();
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
            loose.computeIfAbsent(folderOf(changes[0].path()), f -> new ArrayList<>())
                    .add(together);
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
    }

    private static String folderOf(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private String full(String path) {
        if (path.isEmpty()) {
            return prefix;
        }
        return prefix.isEmpty() ? path : prefix + "/" + path;
    }

    /** The machine loses its power and starts again: what was not forced may be gone. */
    public void crash() {
        synchronized (disk) {
            disk.crash();
        }
    }

    /** Loses the power in the {@code steps}-th call from now that changes or forces something. */
    public void crashAfter(long steps) {
        synchronized (disk) {
            disk.stepsToCrash = steps;
        }
    }

    /** Whether {@link #crashAfter} has struck; {@link #crash} brings the machine back. */
    public boolean isOff() {
        synchronized (disk) {
            return disk.off;
        }
    }

    /** From now on only so many bytes can be written; then the disk is full. */
    public void fillUpAfter(long bytes) {
        synchronized (disk) {
            disk.bytesLeft = bytes;
        }
    }

    /** Calls of force and forceFolder so far. */
    public long syncs() {
        synchronized (disk) {
            return disk.syncs;
        }
    }

    /** Flips one bit of a file. */
    public void flipBit(String path, long bit) {
        synchronized (disk) {
            Inode inode = disk.files.get(full(path));
            inode.bytes[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
            if (bit / 8 < inode.durable.length) {
                inode.durable[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
            }
        }
    }

    /** Cuts a file from outside, durably. */
    public void cut(String path, long size) {
        synchronized (disk) {
            Inode inode = disk.files.get(full(path));
            inode.size = (int) size;
            inode.force();
        }
    }

    public long sizeOf(String path) {
        synchronized (disk) {
            return disk.files.get(full(path)).size;
        }
    }

    public byte[] contentOf(String path) {
        synchronized (disk) {
            Inode inode = disk.files.get(full(path));
            return Arrays.copyOf(inode.bytes, inode.size);
        }
    }

    /** Puts a file there from outside, durably. */
    public void put(String path, byte[] content) {
        synchronized (disk) {
            Inode inode = new Inode();
            inode.append(ByteBuffer.wrap(content));
            inode.force();
            disk.files.put(full(path), inode);
            addFolders(folderOf(full(path)));
        }
    }

    /** Paths of all files, sorted. */
    public List<String> files() {
        synchronized (disk) {
            int skip = prefix.isEmpty() ? 0 : prefix.length() + 1;
            return disk.files.keySet().stream()
                    .filter(path -> path.startsWith(prefix))
                    .map(path -> path.substring(skip))
                    .toList();
        }
    }

    private void addFolders(String folder) {
        for (String above = folder; !above.isEmpty(); above = folderOf(above)) {
            disk.folders.add(above);
        }
    }

    @Override
    public List<String> list(String folder) throws IOException {
        synchronized (disk) {
            TreeSet<String> names = new TreeSet<>();
            String start = full(folder).isEmpty() ? "" : full(folder) + "/";
            for (String path : disk.files.tailMap(start).keySet()) {
                if (!path.startsWith(start)) {
                    break;
                }
                names.add(firstName(path.substring(start.length())));
            }
            for (String path : disk.folders.tailSet(start, false)) {
                if (!path.startsWith(start)) {
                    break;
                }
                names.add(firstName(path.substring(start.length())));
            }
            return List.copyOf(names);
        }
    }

    private static String firstName(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    @Override
    public boolean exists(String path) {
        synchronized (disk) {
            return disk.files.containsKey(full(path)) || disk.folders.contains(full(path));
        }
    }

    @Override
    public void makeFolder(String folder) throws IOException {
        synchronized (disk) {
            disk.step();
            addFolders(full(folder));
        }
    }

    @Override
    public AppendFile append(String path) throws IOException {
        synchronized (disk) {
            disk.step();
            String name = full(path);
            if (!disk.folders.contains(folderOf(name))) {
                throw new NoSuchFileException(folderOf(name));
            }
            Inode inode = disk.files.get(name);
            if (inode == null) {
                inode = new Inode();
                disk.change(new NameChange(name, null, inode));
            }
            return new SimulatedAppend(inode);
        }
    }

    private final class SimulatedAppend implements AppendFile {
        private final Inode inode;
        private final int life = disk.life;

        SimulatedAppend(Inode inode) {
            this.inode = inode;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            synchronized (disk) {
                disk.check(life);
                int wanted = bytes.remaining();
                try {
                    disk.step();
                } catch (Crashed e) {
                    bytes.limit(bytes.position() + disk.random.nextInt(wanted + 1));
                    inode.append(bytes);
                    throw e;
                }
                disk.writes++;
                if (wanted > disk.bytesLeft) {
                    bytes.limit(bytes.position() + (int) disk.bytesLeft);
                    disk.bytesLeft = 0;
                    inode.append(bytes);
                    throw new IOException("No space left on device");
                }
                if (disk.bytesLeft != Long.MAX_VALUE) {
                    disk.bytesLeft -= wanted;
                }
                inode.append(bytes);
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (disk) {
                disk.check(life);
                disk.step();
                disk.syncs++;
                inode.force();
            }
        }

        @Override
        public long size() throws IOException {
            synchronized (disk) {
                disk.check(life);
                return inode.size;
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (disk) {
                disk.check(life);
                disk.step();
                inode.size = (int) size;
            }
        }

        @Override
        public void close() {}
    }

    @Override
    public ReadFile open(String path) throws IOException {
        synchronized (disk) {
            Inode inode = disk.files.get(full(path));
            if (inode == null) {
                throw new NoSuchFileException(full(path));
            }
            return new SimulatedRead(full(path), inode);
        }
    }

    private final class SimulatedRead implements ReadFile {
        private final String path;
        private final Inode inode;

        SimulatedRead(String path, Inode inode) {
            this.path = path;
            this.inode = inode;
        }

        @Override
        public long size() {
            synchronized (disk) {
                return inode.size;
            }
        }

        @Override
        public void read(long position, ByteBuffer into) throws IOException {
            synchronized (disk) {
                if (position + into.remaining() > inode.size) {
                    throw new EOFException(path + " ends at " + inode.size);
                }
                into.put(inode.bytes, (int) position, into.remaining());
            }
        }

        @Override
        public void close() {}
    }

    @Override
    public void rename(String from, String to) throws IOException {
        synchronized (disk) {
            disk.step();
            String old = full(from);
            String name = full(to);
            if (disk.folders.contains(old)) {
                renameFolder(old, name);
                return;
            }
            Inode inode = disk.files.get(old);
            if (inode == null) {
                throw new NoSuchFileException(old);
            }
            disk.change(
                    new NameChange(name, disk.files.get(name), inode),
                    new NameChange(old, inode, null));
        }
    }

    private void renameFolder(String old, String name) {
        for (String path : List.copyOf(disk.files.keySet())) {
            if (path.startsWith(old + "/")) {
                disk.files.put(name + path.substring(old.length()), disk.files.remove(path));
            }
        }
        for (String folder : List.copyOf(disk.folders)) {
            if (folder.equals(old) || folder.startsWith(old + "/")) {
                disk.folders.remove(folder);
                addFolders(name + folder.substring(old.length()));
            }
        }
    }

    @Override
    public void remove(String path) throws IOException {
        synchronized (disk) {
            String name = full(path);
            Inode inode = disk.files.get(name);
            if (inode != null) {
                disk.step();
                disk.change(new NameChange(name, inode, null));
            } else if (disk.folders.contains(name)) {
                disk.step();
                disk.files.keySet().removeIf(file -> file.startsWith(name + "/"));
                disk.folders.removeIf(
                        folder -> folder.equals(name) || folder.startsWith(name + "/"));
                disk.loose
                        .keySet()
                        .removeIf(folder -> folder.equals(name) || folder.startsWith(name + "/"));
            }
        }
    }

    @Override
    public void forceFolder(String folder) throws IOException {
        synchronized (disk) {
            disk.step();
            disk.syncs++;
            disk.loose.remove(full(folder));
        }
    }

    @Override
    public Directory in(String folder) {
        synchronized (disk) {
            addFolders(full(folder));
        }
        return new SimulatedDirectory(disk, full(folder));
    }

    @Override
    public Closeable lock(String name) throws IOException {
        synchronized (disk) {
            String path = full(name);
            int life = disk.life;
            if (!disk.locks.add(path)) {
                throw new IOException("data folder " + prefix + " is in use by another process");
            }
            return () -> {
                synchronized (disk) {
                    if (disk.life == life) {
                        disk.locks.remove(path);
                    }
                }
            };
        }
    }

    @Override
    public Optional<Path> realPath(String path) {
        return Optional.empty();
    }
}
