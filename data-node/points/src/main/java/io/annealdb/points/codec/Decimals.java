package io.annealdb.points.codec;

/**
 * Doubles that are short decimals, as measured values mostly are, written as whole numbers: {@code
 * v = m / 10^scale}. Division gives back the very bits for every short decimal; what it does not
 * give back is no decimal here.
 */
final class Decimals {
    static final int SCALE_MAX = 15;

    private static final double MANTISSA_MAX = 1L << 53;
    private static final double[] POWERS = new double[SCALE_MAX + 1];

    static {
        double power = 1;
        for (int scale = 0; scale <= SCALE_MAX; scale++) {
            POWERS[scale] = power;
            power *= 10; // exact up to 10^22
        }
    }

    private Decimals() {}

    /** The mantissa nearest to a value; to be checked by {@link #value}. */
    static long mantissa(double value, int scale) {
        double scaled = value * POWERS[scale];
        return (long) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    }

    static double value(long mantissa, int scale) {
        return mantissa / POWERS[scale];
    }

    static boolean exact(long bits, long mantissa, int scale) {
        return mantissa <= MANTISSA_MAX
                && mantissa >= -MANTISSA_MAX
                && Double.doubleToRawLongBits(value(mantissa, scale)) == bits;
    }

    /** The least scale, from one up, at which a value is exact, or -1. */
    static int scaleOf(long bits, int from) {
        double value = Double.longBitsToDouble(bits);
        for (int scale = from; scale <= SCALE_MAX; scale++) {
            if (exact(bits, mantissa(value, scale), scale)) {
                return scale;
            }
        }
        return -1;
    }
}
