package io.annealdb.data.http.answer;

/** How a client wants the times of an answer: as text, or as a count of some unit since 1970. */
public enum Epoch {
    RFC3339(0),
    NANOSECONDS(1),
    MICROSECONDS(1_000),
    MILLISECONDS(1_000_000),
    SECONDS(1_000_000_000),
    MINUTES(60_000_000_000L),
    HOURS(3_600_000_000_000L);

    private static final long NS_PER_S = 1_000_000_000;
    private static final long S_PER_DAY = 86_400;

    private final long unitNs;

    Epoch(long unitNs) {
        this.unitNs = unitNs;
    }

    /**
     * Reads the parameter {@code epoch}. Without it times are text; a unit that InfluxDB does not
     * know means nanoseconds, as there.
     */
    public static Epoch parse(String name) {
        return switch (name == null ? "" : name.strip()) {
            case "" -> RFC3339;
            case "u" -> MICROSECONDS;
            case "ms" -> MILLISECONDS;
            case "s" -> SECONDS;
            case "m" -> MINUTES;
            case "h" -> HOURS;
            default -> NANOSECONDS;
        };
    }

    boolean isText() {
        return this == RFC3339;
    }

    /** The count of units; cut towards zero, as Go divides. Not for {@link #RFC3339}. */
    long count(long ns) {
        return ns / unitNs;
    }

    /** RFC 3339 in UTC with as much of the fraction as there is. */
    static String rfc3339(long ns) {
        long seconds = Math.floorDiv(ns, NS_PER_S);
        int fraction = (int) Math.floorMod(ns, NS_PER_S);
        long day = Math.floorDiv(seconds, S_PER_DAY);
        int second = (int) Math.floorMod(seconds, S_PER_DAY);
        StringBuilder out = new StringBuilder(30);
        date(day, out);
        out.append('T');
        two(second / 3600, out).append(':');
        two(second / 60 % 60, out).append(':');
        two(second % 60, out);
        if (fraction != 0) {
            String digits = Integer.toString(1_000_000_000 + fraction);
            int end = digits.length();
            while (digits.charAt(end - 1) == '0') {
                end--;
            }
            out.append('.').append(digits, 1, end);
        }
        return out.append('Z').toString();
    }

    /**
     * Days since 1970 to year-month-day, by years that begin in March so that February ends them.
     */
    private static void date(long day, StringBuilder out) {
        long shifted = day + 719_468;
        long era = Math.floorDiv(shifted, 146_097);
        long dayOfEra = shifted - era * 146_097;
        long yearOfEra =
                (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int fromMarch = (int) ((5 * dayOfYear + 2) / 153);
        int dayOfMonth = (int) (dayOfYear - (153 * fromMarch + 2) / 5) + 1;
        int month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
        out.append(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)).append('-');
        two(month, out).append('-');
        two(dayOfMonth, out);
    }

    private static StringBuilder two(int number, StringBuilder out) {
        return out.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
