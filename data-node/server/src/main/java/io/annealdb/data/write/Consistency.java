package io.annealdb.data.write;

/**
 * How many owners of a shard must have a write on disk before it is acknowledged, as InfluxDB's
 * documentation defines it. Only owners that serve or leave count; one that is being filled takes
 * writes but proves nothing (repair.md O1).
 */
public enum Consistency {
    /** One owner, or a durable hint. */
    ANY,
    ONE,
    /** More than half of the owners. */
    QUORUM,
    ALL;

    /**
     * How many of so many owners must have stored; at least 1, for {@link #ANY} too, whose hint is
     * looked at apart.
     */
    public int needed(int owners) {
        return switch (this) {
            case ANY, ONE -> 1;
            case QUORUM -> owners / 2 + 1;
            case ALL -> Math.max(1, owners);
        };
    }

    /**
     * Reads InfluxDB's name; null and the empty text mean {@link #ONE}.
     *
     * @throws IllegalArgumentException with InfluxDB's text
     */
    public static Consistency parse(String name) {
        if (name == null || name.isEmpty()) {
            return ONE;
        }
        return switch (name) {
            case "any" -> ANY;
            case "one" -> ONE;
            case "quorum" -> QUORUM;
            case "all" -> ALL;
            default -> throw new IllegalArgumentException("invalid consistency level");
        };
    }
}
