package io.annealdb.query.show;

import java.math.BigDecimal;

/** Durations as Go prints them: {@code 168h0m0s}, {@code 30m0s}, {@code 1.5s}, {@code 0s}. */
final class GoDuration {
    private static final long S = 1_000_000_000L;

    private GoDuration() {}

    static String of(long ns) {
        if (ns == 0) {
            return "0s";
        }
        if (ns < S) {
            return ns < 1_000
                    ? ns + "ns"
                    : ns < 1_000_000 ? decimal(ns, 3) + "µs" : decimal(ns, 6) + "ms";
        }
        long hours = ns / (3600 * S);
        long minutes = ns / (60 * S) % 60;
        String seconds = decimal(ns % (60 * S), 9) + "s";
        if (hours > 0) {
            return hours + "h" + minutes + "m" + seconds;
        }
        return minutes > 0 ? minutes + "m" + seconds : seconds;
    }

    private static String decimal(long value, int places) {
        BigDecimal number = BigDecimal.valueOf(value, places).stripTrailingZeros();
        return number.signum() == 0 ? "0" : number.toPlainString();
    }
}
