package io.annealdb.storage.merge;

import java.util.Arrays;

/**
 * Which of two values of one series, time, field and type counts (repair.md S4): the one of the
 * higher stamp; under equal stamps the one of the higher bits, unsigned, or of the higher bytes for
 * strings. The same on every replica, whatever the order of arrival.
 */
public final class Winner {
    private Winner() {}

    public static boolean bitsBeat(long challenger, long holder) {
        return Long.compareUnsigned(challenger, holder) > 0;
    }

    public static boolean textBeats(byte[] challenger, byte[] holder) {
        return Arrays.compareUnsigned(challenger, holder) > 0;
    }
}
