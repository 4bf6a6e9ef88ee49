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
 */
record Shape(int copies, boolean hints, long hintBytesMax, List<Duration> clocksAhead) {
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

    /** So many nodes, each with a copy of everything, and no hints. */
    static Shape allOwnersWithoutHints(int nodes) {
        return new Shape(
                nodes,
                false,
                AMPLE_HINT_BYTES,
                Stream.generate(() -> Duration.ZERO).limit(nodes).toList());
    }

    static Shape drawn(Chance chance) {
        int nodes = chance.between(2, 5);
        int copies = chance.between(2, Math.min(nodes, chance.in(0.2) ? 5 : 3));
        boolean hints = chance.in(0.8);
        long hintBytesMax = chance.in(0.2) ? chance.between(300, 3_000) : AMPLE_HINT_BYTES;
        boolean apart = chance.in(0.6);
        boolean farAhead = apart && chance.in(0.1);
        List<Duration> ahead =
                IntStream.range(0, nodes)
                        .mapToObj(
                                node -> {
                                    int seconds = farAhead && node == 0 ? 70 : 0;
                                    int millis = apart ? chance.between(-5_000, 5_000) : 0;
                                    return Duration.ofSeconds(seconds).plusMillis(millis);
                                })
                        .toList();
        return new Shape(copies, hints, hintBytesMax, ahead);
    }

    @Override
    public String toString() {
        return nodes() + " nodes, " + copies + " copies" + (hints ? "" : ", no hints");
    }
}
