package io.annealdb.cli.repair;

import io.annealdb.cli.CommandFailure;

/** {@code r-12}, or the number alone. */
public final class JobName {
    private JobName() {}

    /**
     * The number of a job.
     *
     * @throws CommandFailure if no job can have that name
     */
    public static long parse(String name) {
        String digits = name.startsWith("r-") ? name.substring(2) : name;
        try {
            long id = Long.parseLong(digits);
            if (id > 0) {
                return id;
            }
        } catch (NumberFormatException noNumber) {
            // Said below.
        }
        throw CommandFailure.wrongUsage(
                "\"" + name + "\" is no repair; write it as r-1. anneal repair list names them.");
    }

    /** How people see the number. */
    public static String of(long id) {
        return "r-" + id;
    }
}
