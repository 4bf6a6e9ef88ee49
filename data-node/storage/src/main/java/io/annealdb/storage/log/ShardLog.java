package io.annealdb.storage.log;

import io.annealdb.storage.TooNewException;
import io.annealdb.storage.disk.Directory;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The write-ahead log of one shard: numbered segments in a folder. What a segment holds is in the
 * cache until a flush has written it into a block file; then the segment goes.
 *
 * <p>All methods but {@link #force} are called under the shard's lock.
 */
public final class ShardLog implements Closeable {
    private static final String SUFFIX = ".log";
    private static final String QUARANTINE = "quarantine";

    private final Directory directory;
    private final String folder;
    private final RecordFile.SyncObserver observer;
    private final Deque<Segment> old = new ArrayDeque<>();

    /** Takes records; null after opening until there is one: an opening needs no room on disk. */
    private Segment active;

    /** Of the next segment to begin, and the length of the one before it. */
    private long nextNumber;

    private long lastEnd;

    /** A full segment; {@code file} is null if it was found on opening. */
    private record Segment(
            long number, String path, long bytes, RecordFile file, boolean damaged) {}

    /** Where a record stands, to be forced. */
    public record Position(RecordFile file, long end) {}

    /** What opening found; {@code damage} is empty if all that was ever acknowledged is there. */
    public record Opened(ShardLog log, String damage, boolean gone) {}

    private ShardLog(Directory directory, String folder, RecordFile.SyncObserver observer) {
        this.directory = directory;
        this.folder = folder;
        this.observer = observer;
    }

    /** The log of a new shard. */
    public static ShardLog create(
            Directory directory, String folder, long number, RecordFile.SyncObserver observer)
            throws IOException {
        directory.makeFolder(folder);
        ShardLog log = new ShardLog(directory, folder, observer);
        log.nextNumber = number;
        log.begin();
        return log;
    }

    /**
     * Reads all segments from {@code first} on; those before it are left from a flush that had come
     * to its end, and go. The first record begins a new segment.
     *
     * @throws TooNewException if a later version wrote one; nothing of it was changed
     */
    public static Opened open(
            Directory directory,
            String folder,
            long first,
            RecordFile.SyncObserver observer,
            RecordScan.Visitor visitor)
            throws IOException {
        ShardLog log = new ShardLog(directory, folder, observer);
        StringBuilder damage = new StringBuilder();
        long expected = first;
        long previousEnd = -1;
        RecordScan last = null;
        for (String name : directory.list(folder)) {
            long number = number(name);
            if (number < 0) {
                continue;
            }
            String path = folder + "/" + name;
            if (number < first) {
                directory.remove(path);
                continue;
            }
            if (number != expected) {
                say(damage, "segments " + expected + " to " + (number - 1) + " are gone");
            }
            RecordScan scan = RecordScan.scan(directory, path, LogFormat.SHARD_LOG, visitor);
            if (scan.damaged()) {
                say(damage, scan.damage());
            } else if (scan.torn() && scan.goodEnd() > 0) {
                RecordFile.resume(directory, path, scan.goodEnd(), observer).close();
            }
            if (previousEnd >= 0 && number == expected && previousEnd < scan.previous()) {
                say(damage, "the segment before " + name + " was cut short");
            }
            previousEnd = scan.goodEnd();
            log.old.add(new Segment(number, path, scan.goodEnd(), null, scan.damaged()));
            last = scan;
            expected = number + 1;
        }
        log.continueBehind(last, Math.max(first, expected));
        return new Opened(log, damage.toString(), last == null);
    }

    private void continueBehind(RecordScan last, long next) throws IOException {
        nextNumber = next;
        lastEnd = last == null ? 0 : last.goodEnd();
        if (last != null && !last.damaged() && last.size() == RecordFile.HEADER_BYTES) {
            Segment empty = old.removeLast();
            RecordFile file = RecordFile.resume(directory, empty.path, last.goodEnd(), observer);
            active = new Segment(empty.number, empty.path, 0, file, false);
        }
    }

    private static void say(StringBuilder damage, String what) {
        damage.append(damage.isEmpty() ? "" : "; ").append(what);
    }

    /** Whether there is any segment. */
    public static boolean anySegment(Directory directory, String folder) throws IOException {
        return directory.list(folder).stream().anyMatch(name -> number(name) >= 0);
    }

    private static long number(String name) {
        if (!name.endsWith(SUFFIX)) {
            return -1;
        }
        try {
            return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private void begin() throws IOException {
        String path = folder + "/" + String.format("%012d", nextNumber) + SUFFIX;
        RecordFile file =
                RecordFile.create(directory, path, LogFormat.SHARD_LOG, lastEnd, observer);
        directory.forceFolder(folder);
        active = new Segment(nextNumber++, path, 0, file, false);
    }

    /** Appends a record; a segment that failed before, or is full, gives way to a new one. */
    public Position append(byte[] record, long segmentBytesMax) throws IOException {
        if (active == null || active.file.broken() || active.file.size() >= segmentBytesMax) {
            rotate();
        }
        return new Position(active.file, active.file.append(record));
    }

    public static void force(Position position) throws IOException {
        position.file.force(position.end);
    }

    /**
     * Begins a new segment; returns its number: all before it can be dropped at {@link #dropBelow}.
     */
    public long rotate() throws IOException {
        if (active == null) {
            begin();
            return active.number;
        }
        if (active.file.isEmpty() && !active.file.broken()) {
            return active.number;
        }
        Segment full = active;
        lastEnd = sealed(full.file);
        begin();
        old.add(new Segment(full.number, full.path, full.file.size(), full.file, false));
        return active.number;
    }

    /**
     * How long the next segment says that this one is. All of it is on disk by then: else a power
     * cut would leave a file that looks cut from outside.
     */
    private static long sealed(RecordFile full) {
        try {
            if (!full.broken()) {
                full.force(full.size());
            }
        } catch (IOException e) {
            // whoever waits for its records is told; it counts as broken from here on
        }
        return full.broken() ? 0 : full.size();
    }

    /** Removes segments whose rows are in block files; damaged ones are kept, aside. */
    public void dropBelow(long number) throws IOException {
        boolean removed = false;
        while (!old.isEmpty() && old.peekFirst().number < number) {
            Segment segment = old.removeFirst();
            if (segment.file != null) {
                segment.file.release();
            }
            if (segment.damaged) {
                setAside(segment);
            } else {
                directory.remove(segment.path);
            }
            removed = true;
        }
        if (removed) {
            directory.forceFolder(folder);
        }
    }

    private void setAside(Segment segment) throws IOException {
        String aside = folder + "/" + QUARANTINE;
        directory.makeFolder(aside);
        directory.rename(
                segment.path, aside + segment.path.substring(segment.path.lastIndexOf('/')));
        directory.forceFolder(aside);
    }

    /** A segment, and up to where it must be good. */
    public record Expected(String path, long goodEnd) {}

    /** What reading segments again has shown; {@code damage} is empty if they are whole. */
    public record Reread(long bytes, String damage) {}

    /** What must be found on disk now, but for segments that were damaged on opening already. */
    public List<Expected> expected() {
        List<Expected> all = new ArrayList<>();
        for (Segment segment : old) {
            if (!segment.damaged) {
                all.add(new Expected(segment.path, segment.bytes));
            }
        }
        if (active != null) {
            all.add(new Expected(active.path, active.file.forcedSize()));
        }
        return all;
    }

    /** Reads segments again; under no lock. One that was dropped meanwhile is passed over. */
    public Reread reread(List<Expected> segments) throws IOException {
        long bytes = 0;
        StringBuilder damage = new StringBuilder();
        for (Expected segment : segments) {
            try {
                RecordScan scan =
                        RecordScan.scan(
                                directory,
                                segment.path,
                                LogFormat.SHARD_LOG,
                                (kind, payload, position) -> {});
                bytes += scan.size();
                if (scan.damaged()) {
                    say(damage, scan.damage());
                } else if (scan.goodEnd() < segment.goodEnd) {
                    say(damage, segment.path + " is good up to byte " + scan.goodEnd() + " only");
                }
            } catch (TooNewException e) {
                say(damage, e.getMessage()); // this very process has written it
            } catch (FileNotFoundException | NoSuchFileException e) {
                // a flush has written its rows into a block file
            }
        }
        return new Reread(bytes, damage.toString());
    }

    public long bytes() {
        long sum = active == null ? 0 : active.file.size();
        for (Segment segment : old) {
            sum += segment.bytes;
        }
        return sum;
    }

    public boolean isEmpty() {
        return old.isEmpty() && (active == null || active.file.isEmpty());
    }

    @Override
    public void close() throws IOException {
        for (Segment segment : old) {
            if (segment.file != null) {
                segment.file.close();
            }
        }
        if (active != null) {
            active.file.close();
        }
    }
}
