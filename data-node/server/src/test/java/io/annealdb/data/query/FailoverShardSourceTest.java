package io.annealdb.data.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.ShardId;
import io.annealdb.query.QueryException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailoverShardSourceTest {
    private static final ShardId SHARD = new ShardId(7);
    private static final SeriesPredicate EVERY = new SeriesPredicate.Every();

    private final FakeCopy first = copy(1);
    private final FakeCopy second = copy(2);
    private final FakeCopy third = copy(3);
    private final Map<NodeId, FakeCopy> copies =
            Map.of(first.node, first, second.node, second, third.node, third);

    private static FakeCopy copy(int node) {
        FakeCopy copy = new FakeCopy(node);
        for (String series : List.of("m,h=a", "m,h=b", "n")) {
            for (long time = 0; time < 10; time++) {
                copy.point(series, time, time);
            }
        }
        return copy;
    }

    private static ShardReadings readings(boolean requireComplete) {
        return new ShardReadings(new QueryRequest("db", "", ReadMode.CLUSTER, requireComplete));
    }

    private FailoverShardSource source(ShardReadings readings) {
        return new FailoverShardSource(
                SHARD, List.of(first.node, second.node, third.node), copies::get, readings);
    }

    /** Every row as {@code series@time}. */
    private static List<String> rows(Iterator<SeriesColumns> runs) {
        List<String> rows = new ArrayList<>();
        while (runs.hasNext()) {
            SeriesColumns run = runs.next();
            for (int row = 0; row < run.size(); row++) {
                assertThat(Double.longBitsToDouble(run.columns()[0].bits()[row]))
                        .isEqualTo(run.times()[row]);
                rows.add(run.series() + "@" + run.times()[row]);
            }
        }
        return rows;
    }

    private List<String> allRows(boolean ascending) {
        return rows(
                source(readings(false)).scan(EVERY, List.of("v"), 0, Long.MAX_VALUE, ascending));
    }

    @Test
    void aWholeOwnerIsReadAloneAndNothingIsNoted() {
        ShardReadings readings = readings(true);
        FailoverShardSource source = source(readings).settle();
        assertThat(source.series(EVERY)).hasSize(3);
        assertThat(source.measurements(EVERY)).containsExactly("m", "n");
        assertThat(readings.incomplete()).isEmpty();
        assertThat(second.calls + third.calls).isZero();
    }

    @Test
    void anOwnerThatIsNotWholeIsPassedOver() {
        first.trouble = "shard 7 is missing";
        second.unreachable = true;
        ShardReadings readings = readings(true);
        FailoverShardSource source = source(readings).settle();
        assertThat(source.owner()).isEqualTo(third.node);
        assertThat(readings.incomplete()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whenAnOwnerDiesInMidScanNoRowIsLostOrDoubled(boolean ascending) {
        List<String> expected = allRows(ascending);
        assertThat(expected).hasSize(30);
        for (int runs = 0; runs <= 12; runs++) {
            for (int otherRuns = 0; otherRuns <= 12; otherRuns++) {
                first.unreachable = false;
                second.unreachable = false;
                first.diesAfterRuns = runs;
                second.diesAfterRuns = otherRuns;
                second.runRows = 1 + otherRuns % 5;
                assertThat(allRows(ascending))
                        .as("owners die after %d and %d runs", runs, otherRuns)
                        .isEqualTo(expected);
                assertThat(first.openScans + second.openScans + third.openScans).isZero();
            }
        }
    }

    @Test
    void ifNoOwnerIsWholeOneIsReadAsItIsAndThatIsNoted() {
        first.trouble = "shard 7 is missing";
        second.unreachable = true;
        third.trouble = "shard 7 is damaged";
        ShardReadings readings = readings(false);
        FailoverShardSource source = source(readings).settle();
        assertThat(source.owner()).isEqualTo(first.node);
        assertThat(source.series(EVERY)).hasSize(3);
        assertThat(readings.incomplete())
                .containsExactly(
                        Map.entry(
                                SHARD,
                                "cannot be read whole: shard 7 is damaged; read as it is on node 1"));
    }

    @Test
    void aShardWithoutALiveOwnerIsLeftOutAndNoted() {
        copies.values().forEach(copy -> copy.unreachable = true);
        ShardReadings readings = readings(false);
        FailoverShardSource source = source(readings).settle();
        assertThat(source.series(EVERY)).isEmpty();
        assertThat(rows(source.scan(EVERY, List.of("v"), 0, 9, true))).isEmpty();
        assertThat(readings.incomplete().get(SHARD))
                .isEqualTo("cannot be read whole: node 3: nobody listens; left out");
        assertThat(first.calls).as("a node that does not answer is asked once").isEqualTo(1);
    }

    @Test
    void aShardWithoutOwnersIsLeftOutAndNoted() {
        ShardReadings readings = readings(false);
        FailoverShardSource source =
                new FailoverShardSource(SHARD, List.of(), copies::get, readings).settle();
        assertThat(source.series(EVERY)).isEmpty();
        assertThat(readings.incomplete())
                .containsEntry(SHARD, "no owner answers queries; left out");
    }

    @Test
    void ifACompleteAnswerIsRequiredAnIncompleteOneIsAnError() {
        copies.values().forEach(copy -> copy.trouble = "shard 7 is missing");
        assertThatThrownBy(() -> source(readings(true)).settle())
                .isInstanceOf(QueryException.class)
                .hasMessageContaining("shard 7")
                .hasMessageContaining("complete answer required");
    }

    @Test
    void onceTheHeadersAreGoneALostShardIsAnError() {
        first.diesAfterRuns = 2;
        second.trouble = "shard 7 is missing";
        third.unreachable = true;
        ShardReadings readings = readings(false);
        FailoverShardSource source = source(readings).settle();
        readings.seal();
        Iterator<SeriesColumns> scan = source.scan(EVERY, List.of("v"), 0, 9, true);
        assertThatThrownBy(() -> rows(scan))
                .isInstanceOf(QueryException.class)
                .hasMessageContaining("shard 7")
                .hasMessageContaining("query again");
    }

    @Test
    void beforeThatTheNextOwnerTakesOverAsItIs() {
        first.diesAfterRuns = 2;
        second.trouble = "shard 7 is missing";
        third.unreachable = true;
        ShardReadings readings = readings(false);
        FailoverShardSource source = source(readings).settle();
        assertThat(rows(source.scan(EVERY, List.of("v"), 0, 9, true))).hasSize(30);
        assertThat(readings.incomplete()).containsKey(SHARD);
    }

    @Test
    void closingTheSourceClosesItsScans() {
        FailoverShardSource source = source(readings(false)).settle();
        source.scan(EVERY, List.of("v"), 0, 9, true).next();
        assertThat(first.openScans).isEqualTo(1);
        source.close();
        assertThat(first.openScans).isZero();
    }
}
