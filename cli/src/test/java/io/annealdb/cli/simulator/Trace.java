package io.annealdb.cli.simulator;

import java.util.ArrayList;
import java.util.List;

/** What has happened, in order. Two runs of one seed have the same trace, so the same hash. */
final class Trace {
    private final List<String> lines = new ArrayList<>();
    private long hash = 0xCBF29CE484222325L;

    void line(long nanos, String what) {
        String line = "%11.6f %s".formatted(nanos / 1e9, what);
        lines.add(line);
        for (int i = 0; i < line.length(); i++) {
            hash = (hash ^ line.charAt(i)) * 0x100000001B3L;
        }
    }

    long hash() {
        return hash;
    }

    List<String> lines() {
        return lines;
    }

    /** The last lines, for the message of a failure. */
    String tail(int count) {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }
}
