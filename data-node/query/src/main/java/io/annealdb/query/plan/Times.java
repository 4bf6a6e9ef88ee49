package io.annealdb.query.plan;

/** The range of times that points may have, in ns since 1970. */
public final class Times {
    public static final long MIN = Long.MIN_VALUE + 2;
    public static final long MAX = Long.MAX_VALUE - 1;

    private Times() {}
}
