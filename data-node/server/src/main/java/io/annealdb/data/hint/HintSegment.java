package io.annealdb.data.hint;

import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.storage.DamagedException;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.log.ChecksummedFile;
import io.annealdb.storage.log.LogFormat;
import java.io.IOException;

/**
 * One file of a queue, as far as is known without reading it again. Once it takes no more hints,
 * that is written beside it, in a file {@code .sum}, so that a start need not read what waits.
 *
 * @param number in the file's name; rises along the queue
 */
final class HintSegment {
    static final LogFormat SUM = new LogFormat("ANHS", 1);

    private static final String SUFFIX = ".hints";
    private static final String SUM_SUFFIX = ".sum";

    final long number;

    /** Bytes of records, heads included. */
    long bytes;

    int hints;
    long points;
    long oldestMillis = Long.MAX_VALUE;

    /** The least clock value of a stamp in it, compared unsigned; 0 if a hint does not say its. */
    long leastHlc = -1;

    /** Bytes of the file as it must be found, header included. */
    long fileBytes;

    /** Bytes of the file before, as this one's header has them. */
    long previous;

    HintSegment(long number) {
        this.number = number;
    }

    String fileName() {
        return String.format("%016x", number) + SUFFIX;
    }

    private String sumName() {
        return String.format("%016x", number) + SUM_SUFFIX;
    }

    /** Writes down what is known; the segment itself is on disk, and is not written any more. */
    void note(Directory directory, String folder) throws IOException {
        ByteWriter out = new ByteWriter(56);
        out.writeLong(fileBytes);
        out.writeLong(previous);
        out.writeLong(bytes);
        out.writeLong(hints);
        out.writeLong(points);
        out.writeLong(oldestMillis);
        out.writeLong(leastHlc);
        ChecksummedFile.replace(directory, folder, sumName(), SUM, out.toBytes());
    }

    /**
     * Knows again what was written down, if that still speaks of the file as it is there.
     *
     * @return false if the segment must be read
     */
    boolean recall(Directory directory, String folder) throws IOException {
        String path = folder + "/" + sumName();
        if (!directory.exists(path)) {
            return false;
        }
        byte[] payload;
        try {
            payload = ChecksummedFile.read(directory, path, SUM);
        } catch (DamagedException e) {
            return false;
        }
        try (Directory.ReadFile file = directory.open(folder + "/" + fileName())) {
            ByteReader in = new ByteReader(payload, 0, payload.length);
            if (in.readLong() != file.size()) {
                return false;
            }
            fileBytes = file.size();
            previous = in.readLong();
            bytes = in.readLong();
            hints = (int) in.readLong();
            points = in.readLong();
            oldestMillis = in.readLong();
            leastHlc = in.readLong();
            return true;
        }
    }

    /** To be called before the segment is removed or set aside: no summary outlives its segment. */
    void forget(Directory directory, String folder) throws IOException {
        directory.remove(folder + "/" + sumName());
    }

    void add(Hint hint, long recordBytes) {
        bytes += recordBytes;
        hints++;
        points += hint.points();
        oldestMillis = Math.min(oldestMillis, hint.atMillis());
        if (Long.compareUnsigned(hint.hlc(), leastHlc) < 0) {
            leastHlc = hint.hlc();
        }
    }

    /** The number in a segment's name, -1 if it is no segment. */
    static long numberOf(String fileName) {
        return numberOf(fileName, SUFFIX);
    }

    /** The number of the segment of which a file says what is in it, -1 if it is no such file. */
    static long numberOfSum(String fileName) {
        return numberOf(fileName, SUM_SUFFIX);
    }

    private static long numberOf(String fileName, String suffix) {
        if (!fileName.endsWith(suffix)) {
            return -1;
        }
        try {
            String digits = fileName.substring(0, fileName.length() - suffix.length());
            return Long.parseUnsignedLong(digits, 16);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
