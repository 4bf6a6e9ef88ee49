package io.annealdb.cli;

import io.annealdb.repair.check.ShardCheck;

/** What a script learns from a command; the same for every output format. */
public final class ExitCode {
    /** Done. */
    public static final int DONE = 0;

    /** Failed, or done in part: an owner was away, so that nothing is certified. */
    public static final int FAILED = 1;

    /** The command line or the configuration is wrong; nothing was tried. */
    public static final int WRONG_USAGE = 2;

    /** A check found differences. */
    public static final int DIFFERENCES = 3;

    private ExitCode() {}

    /** What a check answers; an owner that was away is no proof that all are equal. */
    public static int of(ShardCheck.Verdict verdict) {
        return switch (verdict) {
            case EQUAL -> DONE;
            case INCOMPLETE -> FAILED;
            case DIFFERENT -> DIFFERENCES;
        };
    }
}
