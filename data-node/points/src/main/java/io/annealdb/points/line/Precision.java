package io.annealdb.points.line;

/** The unit of the timestamps of a body of line protocol, by InfluxDB's names. */
public enum Precision {
    NANOSECOND("n", 1L),
    MICROSECOND("u", 1_000L),
    MILLISECOND("ms", 1_000_000L),
    SECOND("s", 1_000_000_000L),
    MINUTE("m", 60_000_000_000L),
    HOUR("h", 3_600_000_000_000L);

    private final String influxName;
    private final long nanos;

    Precision(String influxName, long nanos) {
        this.influxName = influxName;
        this.nanos = nanos;
    }

    /** Length of the unit, ns. */
    public long nanos() {
        return nanos;
    }

    /** A time, ns, cut down to the unit. */
    public long truncate(long time) {
        return time - Math.floorMod(time, nanos);
    }

    /**
     * Reads InfluxDB's name of a precision; {@code ns}, an empty name and null mean nanoseconds.
     *
     * @throws IllegalArgumentException with InfluxDB's text if there is no such name
     */
    public static Precision parse(String name) {
        if (name == null || name.isEmpty() || name.equals("ns")) {
            return NANOSECOND;
        }
        for (Precision precision : values()) {
            if (precision.influxName.equals(name)) {
                return precision;
            }
        }
        throw new IllegalArgumentException(
                "invalid precision \"" + name + "\" (use n, u, ms, s, m or h)");
    }
}
