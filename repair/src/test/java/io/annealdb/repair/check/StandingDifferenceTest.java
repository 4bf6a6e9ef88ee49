package io.annealdb.repair.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.ShardId;
import io.annealdb.repair.compare.HopDifference;
import io.annealdb.repair.preview.DifferingPoints;
import io.annealdb.repair.ring.Hop;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandingDifferenceTest {
    private static final Hop PAIR = new Hop(new NodeId(1), new NodeId(2));
    private static final SeriesKey SERIES = SeriesKey.of("m", Map.of());

    /** A look that has found these times of one series lacking. */
    private static StandingDifference look(long deletes, long pointsMax, long... times) {
        DifferingPoints points = new DifferingPoints(pointsMax);
        for (long time : times) {
            points.add(SERIES, time);
        }
        int count = times.length;
        HopDifference difference =
                new HopDifference(false, count, count, 0, deletes, 0, 0, List.of());
        return new StandingDifference(
                new ShardCheck(
                        new ShardId(7),
                        difference.isEmpty()
                                ? List.of()
                                : List.of(new PairDifference(PAIR, difference)),
                        List.of(),
                        List.of()),
                Map.of(PAIR, points));
    }

    private static StandingDifference lacking(long... times) {
        return look(0, 100, times);
    }

    @Test
    void asManyPointsUnderWayAtBothMomentsAreNoDifference() {
        assertThat(lacking(30, 40).since(lacking(10, 20)).equal()).isTrue();
    }

    @Test
    void onePointThatStandsAmongOthersUnderWayIsOne() {
        assertThat(lacking(20, 40).since(lacking(10, 20)).equal()).isFalse();
    }

    @Test
    void whatWasNotThereBeforeIsUnderWay() {
        assertThat(lacking(20).since(lacking()).equal()).isTrue();
    }

    @Test
    void deletesThatLackAtBothMomentsAreADifference() {
        assertThat(look(1, 100).since(look(1, 100)).equal()).isFalse();
        assertThat(look(1, 100).since(lacking(3)).equal()).isTrue();
    }

    @Test
    void moreThanIsListedIsTakenForADifference() {
        assertThat(look(0, 1, 30, 40).since(look(0, 1, 10, 20)).equal()).isFalse();
    }
}
