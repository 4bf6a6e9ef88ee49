package io.annealdb.cli.terminal;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes, counts and times in the words of people. */
public final class Units {
    private static final Pattern RATE =
            Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([KMGT]?)B?(?:/s)?", Pattern.CASE_INSENSITIVE);
    private static final String PREFIXES = "KMGT";

    private Units() {}

    /** A size, KB = 1000 bytes: {@code 512 B}, {@code 1.3 KB}, {@code 20 MB}. */
    public static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double scaled = bytes;
        int prefix = -1;
        while (scaled >= 999.5 && prefix < PREFIXES.length() - 1) {
            scaled /= 1000;
            prefix++;
        }
        String number = String.format(Locale.ROOT, scaled < 9.95 ? "%.1f" : "%.0f", scaled);
        return number + " " + PREFIXES.charAt(prefix) + "B";
    }

    /** A number with its thousands apart: {@code 67,718}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A number and its noun: {@code 1 shard}, {@code 2 shards}. */
    public static String count(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** A duration to two digits or so: {@code 12 ms}, {@code 3.4 s}, {@code 2 min}, {@code 5 h}. */
    public static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 100_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        if (millis < 100 * 60_000L) {
            return duration.toMinutes() + " min";
        }
        return duration.toHours() + " h";
    }

    /**
     * Bytes a second, as in {@code 50MB/s}; KB = 1000.
     *
     * @throws IllegalArgumentException if it is none, or zero
     */
    public static long rate(String text) {
        Matcher matcher = RATE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no rate; write it as 50MB/s or 800KB/s");
        }
        double factor = Math.pow(1000, 1 + prefixOf(matcher.group(2)));
        double bytes = Double.parseDouble(matcher.group(1)) * factor;
        if (bytes < 1 || bytes > Long.MAX_VALUE) {
            throw new IllegalArgumentException("a rate is at least 1 B/s, not " + text);
        }
        return (long) bytes;
    }

    private static int prefixOf(String letter) {
        return letter.isEmpty() ? -1 : PREFIXES.indexOf(letter.toUpperCase(Locale.ROOT));
    }
}
