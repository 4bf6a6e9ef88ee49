package io.annealdb.data.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the text of a setting is read, as InfluxDB reads it. */
public enum ValueKind {
    TEXT,
    /** Several texts; one string with commas, or a TOML array. */
    TEXTS,
    FLAG,
    /** A whole number, not negative. */
    COUNT,
    /** Go's form: {@code 1m30s}, {@code 100ms}; {@code 0} is zero. */
    DURATION,
    /** A number of bytes, or one with {@code k}, {@code m}, {@code g}: powers of 1024. */
    BYTES,
    /** {@code host:port} or {@code :port}. */
    ADDRESS;

    private static final Pattern DURATION_PART =
            Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|µs|ms|s|m|h|d|w)");
    private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*([kmg]?)(?:i?b)?");

    /**
     * @throws IllegalArgumentException saying what was expected
     */
    public void check(String text) {
        switch (this) {
            case FLAG -> flag(text);
            case COUNT -> count(text);
            case DURATION -> duration(text);
            case BYTES -> bytes(text);
            case ADDRESS -> address(text);
            case TEXT, TEXTS -> {
                // any text is one
            }
        }
    }

    /** The value as a TOML file writes it. */
    public String toml(String text) {
        return switch (this) {
            case FLAG, COUNT -> text;
            case TEXTS ->
                    texts(text).stream()
                            .map(ValueKind::quoted)
                            .collect(Collectors.joining(", ", "[", "]"));
            case BYTES -> text.chars().allMatch(Character::isDigit) ? text : quoted(text);
            case TEXT, DURATION, ADDRESS -> quoted(text);
        };
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("expected true or false");
        };
    }

    static int count(String text) {
        try {
            int value = Integer.parseInt(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("expected a whole number from 0 on");
    }

    static Duration duration(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher part = DURATION_PART.matcher(text);
        double nanos = 0;
        int at = 0;
        while (part.find() && part.start() == at) {
            nanos += Double.parseDouble(part.group(1)) * nanosOf(part.group(2));
            at = part.end();
        }
        if (at == 0 || at != text.length() || nanos > Long.MAX_VALUE) {
            throw new IllegalArgumentException("expected a duration such as 10s, 1m30s or 168h");
        }
        return Duration.ofNanos((long) nanos);
    }

    private static double nanosOf(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "µs" -> 1e3;
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "m" -> 60e9;
            case "h" -> 3600e9;
            case "d" -> 86_400e9;
            default -> 7 * 86_400e9;
        };
    }

    static long bytes(String text) {
        Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (size.matches()) {
            long factor =
                    switch (size.group(2)) {
                        case "k" -> 1L << 10;
                        case "m" -> 1L << 20;
                        case "g" -> 1L << 30;
                        default -> 1L;
                    };
            try {
                return Math.multiplyExact(Long.parseLong(size.group(1)), factor);
            } catch (ArithmeticException | NumberFormatException e) {
                // said below
            }
        }
        throw new IllegalArgumentException("expected bytes, such as 25000000, 512k or 10g");
    }

    static List<String> texts(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon >= 0 && port >= 0 && port <= 65_535) {
                String host = text.substring(0, colon);
                return host.isEmpty()
                        ? new InetSocketAddress(port)
                        : new InetSocketAddress(host, port);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("expected host:port or :port");
    }
}
