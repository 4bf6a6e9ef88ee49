package io.annealdb.points;

/**
 * The version of a write or a delete: 16 bytes, compared as a hybrid logical clock value first
 * (Kulkarni et al., "Logical Physical Clocks", 2014), then the coordinator's node id, then the
 * incarnation of that node. Of two values of one series, field and timestamp the higher stamp wins,
 * on every replica, in whatever order the copies arrive.
 *
 * @param hlc 48 bits of milliseconds since 1970 above 16 bits of counter, compared unsigned
 * @param node the coordinator that stamped; 0 only in {@link #NONE}
 * @param incarnation the start of that node, as counted by meta
 */
public record Stamp(long hlc, int node, int incarnation) implements Comparable<Stamp> {
    public static final int BYTES = 16;

    /** Below every stamp that a coordinator gives. */
    public static final Stamp NONE = new Stamp(0, 0, 0);

    public static long hlcOf(long millis, int counter) {
        return millis << 16 | counter & 0xFFFF;
    }

    public long millis() {
        return hlc >>> 16;
    }

    @Override
    public int compareTo(Stamp other) {
        int byClock = Long.compareUnsigned(hlc, other.hlc);
        if (byClock != 0) {
            return byClock;
        }
        int byNode = Integer.compareUnsigned(node, other.node);
        return byNode != 0 ? byNode : Integer.compareUnsigned(incarnation, other.incarnation);
    }

    @Override
    public String toString() {
        return millis() + "." + (hlc & 0xFFFF) + "@" + node + "/" + incarnation;
    }
}
