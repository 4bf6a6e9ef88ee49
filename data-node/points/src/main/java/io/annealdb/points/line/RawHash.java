package io.annealdb.points.line;

/**
 * A hash for tables that live as long as one parse. Seeded, so that nobody can prepare a body whose
 * keys all fall together.
 */
final class RawHash {
    private static final long K0 = 0xA0761D6478BD642FL;
    private static final long K1 = 0xE7037ED1A0B428DBL;

    private RawHash() {}

    static long of(byte[] bytes, int from, int to, long seed) {
        long hash = seed ^ K0;
        int at = from;
        for (; to - at >= 2 * Words.BYTES; at += 2 * Words.BYTES) {
            hash = mix(Words.load(bytes, at) ^ K1, Words.load(bytes, at + Words.BYTES) ^ hash);
        }
        if (to - at >= Words.BYTES) {
            hash = mix(Words.load(bytes, at) ^ K1, hash);
            at += Words.BYTES;
        }
        long rest = 0;
        for (; at < to; at++) {
            rest = rest << 8 | bytes[at] & 0xFF;
        }
        return mix(rest ^ K1, hash ^ (to - from) * K0);
    }

    private static long mix(long one, long other) {
        return one * other ^ Math.multiplyHigh(one, other);
    }
}
