package io.annealdb.repair.check;

import io.annealdb.points.SeriesKey;
import io.annealdb.repair.preview.DifferingPoints;
import io.annealdb.repair.ring.Hop;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Tells what is lacking from what is under way, of a shard that is written to: a difference is real
 * if it stands in two looks one write timeout apart (repair.md R8). Points are compared by name,
 * not by number, since at each moment as many others are under way. Pure.
 *
 * @param check what was found
 * @param points which points each pair's comparison has listed
 */
public record StandingDifference(ShardCheck check, Map<Hop, DifferingPoints> points) {
    private static final long[] NONE = {};

    public StandingDifference {
        points = Map.copyOf(points);
    }

    /**
     * This look without the pairs in which nothing stands since an earlier one. What is counted of
     * the others is as it is now.
     */
    public ShardCheck since(StandingDifference earlier) {
        List<PairDifference> standing =
                check.differences().stream().filter(pair -> stands(pair, earlier)).toList();
        return new ShardCheck(check.shard(), standing, check.missing(), check.unreachable());
    }

    private boolean stands(PairDifference now, StandingDifference earlier) {
        if (now.difference().missingShard()) {
            return true;
        }
        return earlier.check.differences().stream()
                .filter(before -> before.pair().equals(now.pair()))
                .anyMatch(before -> deletesStand(before, now) || pointsStand(now.pair(), earlier));
    }

    private static boolean deletesStand(PairDifference before, PairDifference now) {
        return before.difference().missingDeletes() > 0 && now.difference().missingDeletes() > 0;
    }

    private boolean pointsStand(Hop pair, StandingDifference earlier) {
        DifferingPoints here = points.get(pair);
        DifferingPoints there = earlier.points.get(pair);
        if (here == null || there == null) {
            return false;
        }
        return !here.complete() || !there.complete() || meet(here, there);
    }

    private static boolean meet(DifferingPoints some, DifferingPoints others) {
        Map<SeriesKey, long[]> known = others.bySeries();
        return some.bySeries().entrySet().stream()
                .anyMatch(
                        series ->
                                meet(series.getValue(), known.getOrDefault(series.getKey(), NONE)));
    }

    private static boolean meet(long[] some, long[] sorted) {
        return Arrays.stream(some).anyMatch(time -> Arrays.binarySearch(sorted, time) >= 0);
    }
}
