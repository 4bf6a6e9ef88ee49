package io.annealdb.cli.simulator;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a cluster looks like.
 *
 * @param copies of each shard
 * @param hintBytesMax of one queue
 * @param clocksAhead how far each node's wall clock is ahead of the true time; one for each node
 * @param driftMost by how many parts in a million a clock goes wrong, at most
 */
record Shape(
        int copies, boolean hints, long hintBytesMax, List<Duration> clocksAhead, int driftMost) {
    private static final long AMPLE_HINT_BYTES = 1 << 20;

    Shape {
        clocksAhead = List.copyOf(clocksAhead);
    }

    int nodes() {
        return clocksAhead.size();
    }

    /** Whether no queue can get full. */
    boolean hintsAmple() {
        return hintBytesMax == AMPLE_HINT_BYTES;
    }

    boolean clocksApart() {
        return clocksAhead.stream().distinct().count() > 1;
    }

    /** Ample hints, and clocks that stand apart but go right. */
    static Shape ofClocks(int copies, Duration... clocksAhead) {
        return new Shape(copies, true, AMPLE_HINT_BYTES, List.of(clocksAhead), 0);
    }

    /** So many nodes, each with a copy of everything, and no hints. */
    static Shape allOwnersWithoutHints(int nodes) {
        return new Shape(
                nodes,
                false,
                AMPLE_HINT_BYTES,
                Stream.generate(() -> Duration.ZERO).limit(nodes).toList(),
                0);
    }

    static Shape drawn(Chance chance) {
        int nodes = chance.between(3, chance.in(0.2) ? 7 : 5);
        int copies = chance.between(2, chance.in(0.2) ? Math.min(5, nodes) : 3);
        boolean hints = chance.in(0.8);
        long hintBytesMax = chance.in(0.25) ? chance.between(300, 3_000) : AMPLE_HINT_BYTES;
        boolean apart = chance.in(0.7);
        boolean farAhead = apart && chance.in(0.35);
        List<Duration> ahead =
                IntStream.range(0, nodes)
                        .mapToObj(
                                node -> {
                                    int seconds = farAhead && node == 0 ? 75 : 0;
                                    int millis = apart ? chance.between(-10_000, 10_000) : 0;
                                    return Duration.ofSeconds(seconds).plusMillis(millis);
                                })
                        .toList();
        return new Shape(copies, hints, hintBytesMax, ahead, apart ? 5_000 : 0);
    }

    @Override
    public String toString() {
        return nodes() + " nodes, " + copies + " copies" + (hints ? "" : ", no hints");
    }
}
