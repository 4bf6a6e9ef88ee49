package io.annealdb.image.placement;

import io.annealdb.points.TimeRange;
import java.math.BigInteger;

/**
 * Where shard groups begin and end: at multiples of the group duration since the year 1, as
 * InfluxDB's do, so that a week begins on a Monday.
 */
public final class GroupBoundaries {
    /** From the first moment of the year 1 to that of 1970; more than a long holds. */
    private static final BigInteger YEAR_ONE_NANOS =
            BigInteger.valueOf(62_135_596_800L).multiply(BigInteger.valueOf(1_000_000_000L));

    private GroupBoundaries() {}

    /**
     * The range that holds a time, cut off at the ends of what 64 bits of nanoseconds can say.
     *
     * @param time ns since 1970; {@code Long.MAX_VALUE} cannot be held, and is taken as the one
     *     before
     */
    public static TimeRange around(long time, long groupDuration) {
        long held = Math.min(time, Long.MAX_VALUE - 1);
        long into =
                BigInteger.valueOf(held)
                        .add(YEAR_ONE_NANOS)
                        .mod(BigInteger.valueOf(groupDuration))
                        .longValueExact();
        long start = held < Long.MIN_VALUE + into ? Long.MIN_VALUE : held - into;
        long left = groupDuration - into;
        long end = held > Long.MAX_VALUE - left ? Long.MAX_VALUE : held + left;
        return new TimeRange(start, end);
    }
}
