package io.annealdb.query.grammar;

import java.math.BigInteger;
import java.util.OptionalLong;

/** The values behind the texts of literals. */
final class Literals {
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);

    private Literals() {}

    /** The text without its quotes, if it has any, and with its escapes resolved. */
    static String unquoted(String token) {
        if (token.isEmpty() || token.charAt(0) != '\'' && token.charAt(0) != '"') {
            return token;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 1; i < token.length() - 1; i++) {
            char c = token.charAt(i);
            if (c == '\\') {
                char escaped = token.charAt(++i);
                out.append(escaped == 'n' ? '\n' : escaped);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    static String quotedIdentifier(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"") + '"';
    }

    /** The expression between slashes: {@code \/} is a slash, all else stays. */
    static String regex(String token) {
        return token.substring(1, token.length() - 1).replace("\\/", "/");
    }

    /**
     * The number of nanoseconds; empty where a unit is unknown or missing, or the sum too large.
     */
    static OptionalLong duration(String token) {
        try {
            long total = 0;
            int at = 0;
            while (at < token.length()) {
                int from = at;
                while (at < token.length()
                        && (Character.isDigit(token.charAt(at))
                                || at == from && token.charAt(at) == '-')) {
                    at++;
                }
                long count = Long.parseLong(token.substring(from, at));
                int unitAt = at;
                while (at < token.length() && !Character.isDigit(token.charAt(at))) {
                    at++;
                }
                long unit = unit(token.substring(unitAt, at));
                if (unit == 0) {
                    return OptionalLong.empty();
                }
                total = Math.addExact(total, Math.multiplyExact(count, unit));
            }
            return OptionalLong.of(total);
        } catch (NumberFormatException | ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    /** Why a text is no duration, in InfluxDB's words. */
    static String durationProblem(String token) {
        boolean oneUnit = token.matches("[0-9]+(ns|u|µ|ms|s|m|h|d|w)");
        return oneUnit
                ? "overflowed duration " + token + ": choose a smaller duration or INF"
                : "invalid duration";
    }

    private static long unit(String name) {
        return switch (name) {
            case "ns" -> 1L;
            case "u", "µ" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "d" -> 86_400_000_000_000L;
            case "w" -> 604_800_000_000_000L;
            default -> 0L;
        };
    }

    /** A whole number that no type may hold saturates: what LIMIT makes of it. */
    static long saturated(String token) {
        return new BigInteger(token).min(LONG_MAX).max(LONG_MIN).longValue();
    }

    static boolean fitsLong(BigInteger number) {
        return number.compareTo(LONG_MAX) <= 0 && number.compareTo(LONG_MIN) >= 0;
    }
}
