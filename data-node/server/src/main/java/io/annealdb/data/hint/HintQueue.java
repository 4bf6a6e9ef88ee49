package io.annealdb.data.hint;

import io.annealdb.points.codec.MalformedException;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.log.LogFormat;
import io.annealdb.storage.log.RecordFile;
import io.annealdb.storage.log.RecordFile.SyncObserver;
import io.annealdb.storage.log.RecordScan;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits for one node, on disk, in order: docs/format/hint-log.md. A hint stays until it is
 * confirmed; after a crash some are delivered twice, which is harmless since they are stamped.
 *
 * <pre>
 *   append ─▶ newest segment │ … │ oldest segment ─▶ next ─▶ delivered ─▶ confirm
 * </pre>
 *
 * Any thread may append and look; {@link #next} and {@link #confirm} are for one thread at a time.
 */
final class HintQueue implements Closeable {
    static final LogFormat SEGMENT = new LogFormat("ANHH", 2);

    private static final Logger LOG = LoggerFactory.getLogger(HintQueue.class);

    /** Told of hints that were in a queue and can no longer be read. */
    interface DamageListener {
        /** Must note durably what may be missing now. */
        void damaged(String what) throws IOException;
    }

    /**
     * The next hints; either to deliver or, if they are older than their time, to note as debts.
     *
     * @param bytes of their records
     */
    record Batch(List<Hint> hints, List<Hint> expired, long bytes, int count, long points) {
        boolean isEmpty() {
            return count == 0;
        }
    }

    private record Loaded(Hint hint, long recordBytes) {}

    private final Directory directory;
    private final String folder;
    private final long bytesMax;
    private final long segmentBytesMax;
    private final DamageListener damage;
    private final Deque<HintSegment> segments = new ArrayDeque<>();
    private RecordFile active; // writes the last segment; null until something is appended
    private List<Loaded> head; // the oldest segment's hints; null until one is wanted
    private int delivered; // hints of the oldest segment that are confirmed
    private long positionSegment; // the segment that the position file speaks of; 0 is none
    private long bytes;
    private long points;
    private boolean closed;

    private HintQueue(
            Directory directory,
            String folder,
            long bytesMax,
            long segmentBytesMax,
            DamageListener damage) {
        this.directory = directory;
        this.folder = folder;
        this.bytesMax = bytesMax;
        this.segmentBytesMax = segmentBytesMax;
        this.damage = damage;
    }

    /**
     * Opens a queue, or begins one. A torn tail, which nobody was told is safe, is cut; a damaged
     * segment is set aside after what is good of it was kept.
     *
     * @param folder in which the queue lives alone
     * @param bytesMax 0 is unbounded
     */
    static HintQueue open(
            Directory directory,
            String folder,
            long bytesMax,
            long segmentBytesMax,
            DamageListener damage)
            throws IOException {
        HintQueue queue = new HintQueue(directory, folder, bytesMax, segmentBytesMax, damage);
        directory.makeFolder(folder);
        queue.recover();
        return queue;
    }

    private void recover() throws IOException {
        List<HintSegment> found =
                directory.list(folder).stream()
                        .map(HintSegment::numberOf)
                        .filter(number -> number >= 0)
                        .sorted()
                        .map(HintSegment::new)
                        .toList();
        List<HintSegment> damaged = new ArrayList<>();
        HintSegment before = null;
        for (HintSegment segment : found) {
            boolean last = segment == found.get(found.size() - 1);
            if ((last || !segment.recall(directory, folder)) && !examine(segment, last, damaged)) {
                break;
            }
            boolean beforeCutShort =
                    before != null
                            && before.number == segment.number - 1
                            && segment.previous != before.fileBytes;
            if (beforeCutShort && !damaged.contains(before)) {
                damaged.add(before);
            }
            segments.add(segment);
            bytes += segment.bytes;
            points += segment.points;
            before = segment;
        }
        removeOrphans();
        HintPosition position = HintPosition.read(directory, folder);
        positionSegment = position.segment();
        HintSegment first = segments.peekFirst();
        boolean ofFirst = first != null && first.number == positionSegment;
        int confirmed = ofFirst ? Math.min(position.confirmed(), first.hints) : 0;
        if (!damaged.contains(segments.peekFirst())) {
            skip(confirmed); // else what is good of the oldest segment is delivered once more
        }
        for (HintSegment segment : damaged) {
            salvage(segment);
        }
    }

    /** Reads a segment, and knows it then; false if it is the newest and there is nothing in it. */
    private boolean examine(HintSegment segment, boolean last, List<HintSegment> damaged)
            throws IOException {
        RecordScan scan = scan(segment, new ArrayList<>());
        if (last && scan.torn() && !scan.damaged()) {
            cutTail(segment, scan.goodEnd());
            if (scan.goodEnd() == 0) {
                return false;
            }
        }
        segment.previous = scan.previous();
        segment.fileBytes = last ? scan.goodEnd() : scan.size();
        if (scan.damaged() || scan.torn() && !last) {
            damaged.add(segment);
        } else {
            note(segment);
        }
        return true;
    }

    /** So that the next start need not read it; where the disk refuses, it will. */
    private void note(HintSegment segment) {
        try {
            segment.note(directory, folder);
        } catch (IOException e) {
            LOG.debug("{} will be read when this node starts again", path(segment), e);
        }
    }

    /** A summary must not speak of a later segment of the same number. */
    private void removeOrphans() throws IOException {
        for (String name : directory.list(folder)) {
            long number = HintSegment.numberOfSum(name);
            if (number >= 0 && segments.stream().noneMatch(held -> held.number == number)) {
                directory.remove(folder + "/" + name);
            }
        }
    }

    private void cutTail(HintSegment segment, long goodEnd) throws IOException {
        if (goodEnd == 0) {
            directory.remove(path(segment));
            directory.forceFolder(folder);
        } else {
            RecordFile.resume(directory, path(segment), goodEnd, SyncObserver.PLAIN).close();
        }
    }

    private String path(HintSegment segment) {
        return folder + "/" + segment.fileName();
    }

    /** Reads a segment's hints; counts them in it if it was not counted yet. */
    private RecordScan scan(HintSegment segment, List<Loaded> into) throws IOException {
        boolean count = segment.hints == 0;
        boolean[] unreadable = {false};
        long[] end = {0};
        RecordScan scan =
                RecordScan.scan(
                        directory,
                        path(segment),
                        SEGMENT,
                        (kind, payload, position) -> {
                            long recordBytes = RecordFile.record(kind, new byte[0]).length;
                            recordBytes += payload.length;
                            end[0] = position + payload.length;
                            try {
                                Hint hint = Hint.decode(kind, payload);
                                into.add(new Loaded(hint, recordBytes));
                                if (count) {
                                    segment.add(hint, recordBytes);
                                }
                            } catch (MalformedException e) {
                                unreadable[0] = true;
                            }
                        });
        if (unreadable[0]) {
            String what = "records of " + path(segment) + " cannot be read";
            return new RecordScan(scan.goodEnd(), scan.size(), what, scan.previous());
        }
        return scan;
    }

    private void skip(int count) throws IOException {
        if (count == 0) {
            return;
        }
        loadHead();
        if (head == null) {
            return; // it was damaged; what is good of it is delivered once more
        }
        for (int i = 0; i < count; i++) {
            bytes -= head.get(i).recordBytes;
            points -= head.get(i).hint.points();
        }
        delivered = count;
    }

    /**
     * Sets a damaged segment aside. First what may be lost is noted, then what is good of it is put
     * at the end of the queue: a crash in between only repeats.
     */
    private void salvage(HintSegment segment) throws IOException {
        damage.damaged("hints in " + path(segment));
        List<Loaded> good = new ArrayList<>();
        scan(segment, good);
        boolean isHead = segment == segments.peekFirst();
        if (segment == segments.peekLast()) {
            seal();
        }
        for (Loaded each :
                good.subList(isHead ? Math.min(delivered, good.size()) : 0, good.size())) {
            appendAgain(each.hint);
        }
        segment.forget(directory, folder);
        directory.rename(path(segment), path(segment) + ".damaged");
        directory.forceFolder(folder);
        LOG.error(
                "{} is damaged and was set aside as {}.damaged; {} hints of it were kept. What may"
                        + " be missing is recorded as a debt: run `anneal repair start`.",
                path(segment),
                segment.fileName(),
                good.size());
        segments.remove(segment);
        long lostBytes = segment.bytes;
        long lostPoints = segment.points;
        if (isHead) {
            for (int i = 0; i < Math.min(delivered, good.size()); i++) {
                lostBytes -= good.get(i).recordBytes;
                lostPoints -= good.get(i).hint.points();
            }
            delivered = 0;
            head = null;
        }
        bytes = Math.max(0, bytes - lostBytes);
        points = Math.max(0, points - lostPoints);
    }

    /**
     * Appends a hint; on disk when this returns.
     *
     * @throws HintQueueFullException if there is no room; nothing was written
     */
    void append(Hint hint) throws IOException, HintQueueFullException {
        byte[] record = RecordFile.record(hint.kind().code(), hint.encode());
        RecordFile file;
        long end;
        synchronized (this) {
            if (bytesMax > 0 && bytes + record.length > bytesMax) {
                throw new HintQueueFullException(folder, bytes, bytesMax);
            }
            file = writable();
            end = write(file, record, hint);
        }
        file.force(end);
    }

    /** Puts a hint that was taken already at the end of the queue, bounds or not; on disk. */
    private void appendAgain(Hint hint) throws IOException {
        RecordFile file = writable();
        file.force(write(file, RecordFile.record(hint.kind().code(), hint.encode()), hint));
    }

    private long write(RecordFile file, byte[] record, Hint hint) throws IOException {
        long end = file.append(record);
        HintSegment segment = segments.peekLast();
        segment.add(hint, record.length);
        segment.fileBytes = end;
        bytes += record.length;
        points += hint.points();
        return end;
    }

    private RecordFile writable() throws IOException {
        if (closed) {
            throw new IOException("the hint queue in " + folder + " is closed");
        }
        if (active != null && (active.broken() || active.size() >= segmentBytesMax)) {
            seal();
        }
        if (active == null) {
            HintSegment last = segments.peekLast();
            HintSegment next = new HintSegment(last == null ? nextNumber() : last.number + 1);
            active =
                    RecordFile.create(
                            directory,
                            path(next),
                            SEGMENT,
                            last == null ? 0 : last.fileBytes,
                            SyncObserver.PLAIN);
            directory.forceFolder(folder);
            next.fileBytes = active.size();
            next.previous = last == null ? 0 : last.fileBytes;
            segments.addLast(next);
        }
        return active;
    }

    /**
     * Above every number in the folder, those of set-aside files too, and above the position's: a
     * segment that took the number of a delivered one would be held for delivered as far.
     */
    private long nextNumber() throws IOException {
        return directory.list(folder).stream()
                        .map(name -> name.replace(".damaged", ""))
                        .mapToLong(HintSegment::numberOf)
                        .reduce(positionSegment, Math::max)
                + 1;
    }

    /** Ends the newest segment: it is read from now on, not written. */
    private void seal() throws IOException {
        if (active == null) {
            return;
        }
        RecordFile ended = active;
        active = null;
        try {
            if (!ended.broken()) {
                ended.force(ended.size());
            }
        } finally {
            ended.close();
        }
        if (!ended.broken()) {
            note(segments.peekLast());
        }
    }

    /**
     * The oldest hints, those of one segment at most.
     *
     * @param batchBytes after which no more are taken; one is taken in any case
     * @param expiredBefore millis; older ones come first and alone, as expired, but for those that
     *     were themselves the acknowledgement
     */
    synchronized Batch next(long batchBytes, long expiredBefore) throws IOException {
        while (!segments.isEmpty()) {
            loadHead();
            if (head == null) {
                continue;
            }
            if (delivered == head.size()) {
                dropHead();
                continue;
            }
            return take(batchBytes, expiredBefore);
        }
        return new Batch(List.of(), List.of(), 0, 0, 0);
    }

    private Batch take(long batchBytes, long expiredBefore) {
        List<Hint> hints = new ArrayList<>();
        List<Hint> expired = new ArrayList<>();
        long taken = 0;
        long takenPoints = 0;
        int at = delivered;
        while (at < head.size() && (at == delivered || taken < batchBytes)) {
            Loaded next = head.get(at);
            boolean tooOld = next.hint.atMillis() < expiredBefore && !next.hint.acknowledged();
            if (tooOld && !hints.isEmpty() || !tooOld && !expired.isEmpty()) {
                break;
            }
            at++;
            (tooOld ? expired : hints).add(next.hint);
            taken += next.recordBytes;
            takenPoints += next.hint.points();
        }
        return new Batch(hints, expired, taken, at - delivered, takenPoints);
    }

    private void loadHead() throws IOException {
        if (head != null) {
            return;
        }
        HintSegment first = segments.peekFirst();
        if (first == segments.peekLast()) {
            seal();
        }
        List<Loaded> loaded = new ArrayList<>();
        RecordScan scan = scan(first, loaded);
        if (scan.damaged() || scan.torn()) {
            salvage(first);
            return;
        }
        head = loaded;
    }

    /** What {@link #next} returned has been delivered, or noted as a debt. */
    void confirm(Batch batch) throws IOException {
        long segment;
        int confirmed;
        boolean segmentDone;
        synchronized (this) {
            segment = segments.peekFirst().number;
            confirmed = delivered + batch.count;
            segmentDone = confirmed == head.size();
        }
        if (!segmentDone) {
            new HintPosition(segment, confirmed).write(directory, folder);
        }
        synchronized (this) {
            positionSegment = segmentDone ? positionSegment : segment;
            delivered = confirmed;
            bytes -= batch.bytes;
            points -= batch.points;
            if (segmentDone) {
                dropHead();
            }
        }
    }

    private void dropHead() throws IOException {
        segments.peekFirst().forget(directory, folder);
        directory.remove(path(segments.peekFirst()));
        directory.forceFolder(folder);
        segments.removeFirst();
        head = null;
        delivered = 0;
    }

    /** Bytes that wait; above 0 exactly while something does. */
    synchronized long bytes() {
        return bytes;
    }

    synchronized long points() {
        return points;
    }

    /** When the oldest hint was missed, millis, to the length of a segment; 0 if nothing waits. */
    synchronized long oldestMillis() {
        if (bytes == 0) {
            return 0;
        }
        if (head != null && delivered < head.size()) {
            return head.get(delivered).hint.atMillis();
        }
        return segments.stream().mapToLong(segment -> segment.oldestMillis).min().orElse(0);
    }

    /**
     * At or below the clock value of every stamp that waits; 0 if it is not known; empty if nothing
     * waits. Confirmed hints of the oldest segment count until that is gone: it errs downwards.
     */
    synchronized OptionalLong leastHlc() {
        return bytes == 0
                ? OptionalLong.empty()
                : segments.stream()
                        .map(segment -> segment.leastHlc)
                        .min(Long::compareUnsigned)
                        .map(OptionalLong::of)
                        .orElseThrow();
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        seal();
    }
}
