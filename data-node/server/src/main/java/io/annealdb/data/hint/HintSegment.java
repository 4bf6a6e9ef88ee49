package io.annealdb.data.hint;

/**
 * One file of a queue, as far as is known without reading it again.
 *
 * @param number in the file's name; rises along the queue
 */
final class HintSegment {
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

    HintSegment(long number) {
        this.number = number;
    }

    String fileName() {
        return String.format("%016x.hints", number);
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
        if (!fileName.endsWith(".hints")) {
            return -1;
        }
        try {
            return Long.parseUnsignedLong(fileName.substring(0, fileName.length() - 6), 16);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
