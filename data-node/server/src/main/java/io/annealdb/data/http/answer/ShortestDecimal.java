package io.annealdb.data.http.answer;

import java.math.BigInteger;

/**
 * The shortest decimal that reads back as a given double, and of those the closest to it: what Go,
 * and so InfluxDB, prints. (Java 17's own conversion sometimes gives a digit too many.)
 *
 * <p>The way is Raffaello Giulietti's, "The Schubfach way to render doubles", 2020: the interval of
 * reals that round to the double is scaled by a power of ten so that it holds at least one and at
 * most ten integers; of those the multiple of ten wins, else the integer closest to the double.
 *
 * @param digits the digits without trailing zeros, not negative; 0 only for zero
 * @param exponent the value is {@code digits * 10^exponent}
 */
record ShortestDecimal(long digits, int exponent) {
    private static final int FRACTION_BITS = 52;
    private static final long IMPLICIT_ONE = 1L << FRACTION_BITS;
    private static final int EXPONENT_MIN = -1074;

    /** Range of k for which a scaled power of ten is needed. */
    private static final int K_MIN = -324;

    private static final int K_MAX = 292;
    private static final long LOW_63_BITS = (1L << 63) - 1;

    /** For each k two longs of 63 bits: {@code floor(10^-k * 2^-r) + 1}, of 126 bits. */
    private static final long[] POWERS = powers();

    /** Of a finite double; its sign is ignored. */
    static ShortestDecimal of(double value) {
        long bits = Double.doubleToRawLongBits(value);
        long fraction = bits & (IMPLICIT_ONE - 1);
        int biased = (int) (bits >>> FRACTION_BITS) & 0x7FF;
        if (biased == 0x7FF) {
            throw new IllegalArgumentException("not finite: " + value);
        }
        if (biased == 0) {
            return fraction == 0 ? new ShortestDecimal(0, 0) : scaled(fraction, EXPONENT_MIN);
        }
        long significand = IMPLICIT_ONE | fraction;
        int exponent = EXPONENT_MIN - 1 + biased;
        if (-FRACTION_BITS <= exponent && exponent <= 0) {
            long integer = significand >>> -exponent;
            if (integer << -exponent == significand) {
                return stripped(integer, 0);
            }
        }
        return scaled(significand, exponent);
    }

    /** Of {@code c * 2^q}. */
    private static ShortestDecimal scaled(long c, int q) {
        long odd = c & 1;
        long middle = c << 2;
        long right = middle + 2;
        boolean regular = c != IMPLICIT_ONE || q == EXPONENT_MIN;
        long left = regular ? middle - 2 : middle - 1;
        int k = regular ? floorLog10Pow2(q) : floorLog10ThreeQuartersPow2(q);
        int shift = q + floorLog2Pow10(-k) + 2;
        long high = POWERS[(k - K_MIN) << 1];
        long low = POWERS[(k - K_MIN) << 1 | 1];
        long scaledMiddle = roundToOdd(high, low, middle << shift);
        long scaledLeft = roundToOdd(high, low, left << shift);
        long scaledRight = roundToOdd(high, low, right << shift);
        long below = scaledMiddle >> 2;
        if (below >= 10) {
            long tens = below / 10 * 10;
            boolean downFits = scaledLeft + odd <= tens << 2;
            boolean upFits = ((tens + 10) << 2) + odd <= scaledRight;
            if (downFits != upFits) {
                return stripped(downFits ? tens : tens + 10, k);
            }
        }
        boolean downFits = scaledLeft + odd <= below << 2;
        boolean upFits = ((below + 1) << 2) + odd <= scaledRight;
        if (downFits != upFits) {
            return stripped(downFits ? below : below + 1, k);
        }
        long side = scaledMiddle - ((below << 1) + 1 << 1);
        boolean down = side < 0 || side == 0 && (below & 1) == 0;
        return stripped(down ? below : below + 1, k);
    }

    private static ShortestDecimal stripped(long digits, int exponent) {
        while (digits % 10 == 0) {
            digits /= 10;
            exponent++;
        }
        return new ShortestDecimal(digits, exponent);
    }

    /** The product with a 126-bit factor, scaled down; its last bit says that something was cut. */
    private static long roundToOdd(long high, long low, long factor) {
        long x1 = Math.multiplyHigh(low, factor);
        long y0 = high * factor;
        long y1 = Math.multiplyHigh(high, factor);
        long z = (y0 >>> 1) + x1;
        long w = y1 + (z >>> 63);
        return w | (z & LOW_63_BITS) + LOW_63_BITS >>> 63;
    }

    private static int floorLog10Pow2(int e) {
        return (int) (e * 661_971_961_083L >> 41);
    }

    private static int floorLog10ThreeQuartersPow2(int e) {
        return (int) (e * 661_971_961_083L - 274_743_187_321L >> 41);
    }

    private static int floorLog2Pow10(int e) {
        return (int) (e * 913_124_641_741L >> 38);
    }

    private static long[] powers() {
        long[] powers = new long[(K_MAX - K_MIN + 1) * 2];
        for (int k = K_MIN; k <= K_MAX; k++) {
            int shift = floorLog2Pow10(-k) - 125;
            BigInteger power = BigInteger.TEN.pow(Math.abs(k));
            BigInteger floor =
                    k <= 0
                            ? power.shiftRight(shift)
                            : BigInteger.ONE.shiftLeft(-shift).divide(power);
            BigInteger scaled = floor.add(BigInteger.ONE);
            powers[(k - K_MIN) << 1] = scaled.shiftRight(63).longValueExact();
            powers[(k - K_MIN) << 1 | 1] = scaled.longValue() & LOW_63_BITS;
        }
        return powers;
    }
}
