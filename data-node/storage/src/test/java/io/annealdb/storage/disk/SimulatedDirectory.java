package io.annealdb.storage.disk;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
    private final SimulatedDisk disk;
    private final String prefix;

    public SimulatedDirectory(RandomGenerator random) {
        this(new SimulatedDisk(random), "");
    }

    private SimulatedDirectory(SimulatedDisk disk, String prefix) {
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

    /** Whether a write was refused since {@link #fillUpAfter}. */
    public boolean isFull() {
        synchronized (disk) {
            return disk.bytesLeft == 0;
        }
    }

    /** Calls of force and forceFolder so far. */
    public long syncs() {
        synchronized (disk) {
            return disk.syncs;
        }
    }

    /** What lies on a disk at one moment, to be put back later. */
    public static final class Backup {
        /** Of a new disk. */
        public static final Backup EMPTY = new Backup(SimulatedDisk.Contents.EMPTY);

        private final SimulatedDisk.Contents contents;

        private Backup(SimulatedDisk.Contents contents) {
            this.contents = contents;
        }
    }

    /** Copies the whole disk, as a snapshot of the volume under a running machine does. */
    public Backup backUp() {
        synchronized (disk) {
            return new Backup(disk.copied());
        }
    }

    /** Puts a copy of the disk in the place of what is there; the machine must be off. */
    public void putBack(Backup backup) {
        synchronized (disk) {
            disk.replace(backup.contents);
        }
    }

    /** Flips one bit of a file. */
    public void flipBit(String path, long bit) {
        synchronized (disk) {
            SimulatedDisk.Inode inode = disk.files.get(full(path));
            inode.bytes[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
            if (bit / 8 < inode.durable.length) {
                inode.durable[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
            }
        }
    }

    /** Cuts a file from outside, durably. */
    public void cut(String path, long size) {
        synchronized (disk) {
            SimulatedDisk.Inode inode = disk.files.get(full(path));
            inode.size = (int) size;
            inode.force();
        }
    }

    /** Other bytes in the place of a file's, durably: whoever has it open reads them too. */
    public void overwrite(String path, byte[] content) {
        synchronized (disk) {
            SimulatedDisk.Inode inode = disk.files.get(full(path));
            inode.size = 0;
            inode.append(ByteBuffer.wrap(content));
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
            SimulatedDisk.Inode inode = disk.files.get(full(path));
            return Arrays.copyOf(inode.bytes, inode.size);
        }
    }

    /** Puts a file there from outside, durably. */
    public void put(String path, byte[] content) {
        synchronized (disk) {
            SimulatedDisk.Inode inode = new SimulatedDisk.Inode();
            inode.append(ByteBuffer.wrap(content));
            inode.force();
            disk.files.put(full(path), inode);
            addFolders(SimulatedDisk.folderOf(full(path)));
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
        for (String above = folder; !above.isEmpty(); above = SimulatedDisk.folderOf(above)) {
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
            if (!disk.folders.contains(SimulatedDisk.folderOf(name))) {
                throw new NoSuchFileException(SimulatedDisk.folderOf(name));
            }
            SimulatedDisk.Inode inode = disk.files.get(name);
            if (inode == null) {
                inode = new SimulatedDisk.Inode();
                disk.change(new SimulatedDisk.NameChange(name, null, inode));
            }
            return new SimulatedAppend(inode);
        }
    }

    private final class SimulatedAppend implements AppendFile {
        private final SimulatedDisk.Inode inode;
        private final int life = disk.life;

        SimulatedAppend(SimulatedDisk.Inode inode) {
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
            SimulatedDisk.Inode inode = disk.files.get(full(path));
            if (inode == null) {
                throw new NoSuchFileException(full(path));
            }
            return new SimulatedRead(full(path), inode);
        }
    }

    private final class SimulatedRead implements ReadFile {
        private final String path;
        private final SimulatedDisk.Inode inode;

        SimulatedRead(String path, SimulatedDisk.Inode inode) {
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
            SimulatedDisk.Inode inode = disk.files.get(old);
            if (inode == null) {
                throw new NoSuchFileException(old);
            }
            disk.change(
                    new SimulatedDisk.NameChange(name, disk.files.get(name), inode),
                    new SimulatedDisk.NameChange(old, inode, null));
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
            SimulatedDisk.Inode inode = disk.files.get(name);
            if (inode != null) {
                disk.step();
                disk.change(new SimulatedDisk.NameChange(name, inode, null));
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
