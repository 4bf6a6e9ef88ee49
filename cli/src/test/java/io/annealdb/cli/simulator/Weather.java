package io.annealdb.cli.simulator;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What becomes of messages. In calm weather each arrives once; in a storm the seed says how often
 * which fault strikes. Cut lines stay cut until they are mended, whatever the weather.
 */
final class Weather {
    /** What becomes of one call. */
    enum Fate {
        ARRIVES,
        REQUEST_LOST,
        REPLY_LOST,
        ARRIVES_TWICE,
        ARRIVES_LATE
    }

    private record Line(int from, int to) {}

    private final Chance chance;
    private final double lost;
    private final double replyLost;
    private final double twice;
    private final double late;
    private final Set<Line> cut = new HashSet<>();
    private boolean storm;
    private double harshness = 1;
    private double lateness;
    private boolean metaAway;

    Weather(Chance chance) {
        this.chance = chance;
        double wildness = chance.of(List.of(0.2, 1.0, 2.0));
        this.lost = wildness * chance.between(0, 60) / 1000.0;
        this.replyLost = wildness * chance.between(0, 60) / 1000.0;
        this.twice = wildness * chance.between(0, 40) / 1000.0;
        this.late = wildness * chance.between(0, 40) / 1000.0;
    }

    /** In a plot of settling few messages are lost, so that rings come around; more come late. */
    void storm(Plot plot) {
        storm = true;
        boolean settling = plot == Plot.SETTLING;
        harshness = settling ? 0.3 : 1;
        lateness = settling ? 0.03 : 0;
    }

    void calm() {
        storm = false;
        cut.clear();
        metaAway = false;
    }

    /** Meta answers nobody, or somebody again. */
    void metaAway(boolean away) {
        metaAway = away;
    }

    boolean metaAway() {
        return metaAway;
    }

    boolean stormy() {
        return storm;
    }

    Fate next() {
        if (!storm) {
            return Fate.ARRIVES;
        }
        double draw = chance.generator().nextDouble();
        if ((draw -= harshness * lost) < 0) {
            return Fate.REQUEST_LOST;
        }
        if ((draw -= harshness * replyLost) < 0) {
            return Fate.REPLY_LOST;
        }
        if ((draw -= twice) < 0) {
            return Fate.ARRIVES_TWICE;
        }
        return draw - late - lateness < 0 ? Fate.ARRIVES_LATE : Fate.ARRIVES;
    }

    /** Whether meta's answer to a command gets lost. */
    boolean losesMetasReply() {
        return storm && chance.in(5 * lost);
    }

    Duration latency() {
        return Duration.ofNanos(chance.between(20_000, 2_000_000));
    }

    /** How late a late message comes. */
    Duration delay() {
        return Duration.ofMillis(chance.between(50, lateness > 0 ? 50_000 : 30_000));
    }

    void cut(int from, int to) {
        cut.add(new Line(from, to));
    }

    void mend(int from, int to) {
        cut.remove(new Line(from, to));
    }

    boolean isCut(int from, int to) {
        return cut.contains(new Line(from, to));
    }
}
