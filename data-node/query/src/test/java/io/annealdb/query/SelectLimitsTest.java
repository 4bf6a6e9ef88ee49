package io.annealdb.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.query.ast.SelectStatement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SelectLimitsTest {
    private final FakeCluster cluster = new FakeCluster(1_000, 1, 2).create("db");

    SelectLimitsTest() {
        for (int i = 0; i < 100; i++) {
            cluster.write("db", "m,h=h" + i % 40 + " f=" + i + " " + i * 10);
        }
    }

    @Test
    void tooManySeriesAreRefused() {
        String text = "SELECT f FROM m";
        assertThat(Answer.of(cluster, text, new QueryLimits(0, 39, 0)))
                .isEqualTo("! max-select-series limit exceeded: (40/39)");
        assertThat(Answer.of(cluster, "SELECT count(f) FROM m", new QueryLimits(0, 39, 0)))
                .isEqualTo("! max-select-series limit exceeded: (40/39)");
        assertThat(Answer.of(cluster, text, new QueryLimits(0, 40, 0))).startsWith("m | time f");
    }

    @Test
    void tooManyPointsAreRefused() {
        assertThat(Answer.of(cluster, "SELECT mean(f) FROM m", new QueryLimits(50, 0, 0)))
                .startsWith("! max-select-point limit exceeed: (");
    }

    @Test
    void tooManyBucketsAreRefused() {
        assertThat(
                        Answer.of(
                                cluster,
                                "SELECT mean(f) FROM m WHERE time >= 0 AND time < 1000 GROUP BY"
                                        + " time(10ns)",
                                new QueryLimits(0, 0, 99)))
                .isEqualTo("! max-select-buckets limit exceeded: (100/99)");
    }

    @Test
    void anAbsurdNumberOfBucketsIsRefusedWithoutALimit() {
        assertThat(Answer.of(cluster, "SELECT mean(f) FROM m GROUP BY time(1ns)"))
                .isEqualTo("! max-select-buckets limit exceeded: (1000000000001/10000000)");
        assertThat(
                        Answer.of(
                                cluster,
                                "SELECT mean(f) FROM m WHERE time > -9223372036854775806 GROUP BY"
                                        + " time(1ns)"))
                .startsWith("! max-select-buckets limit exceeded: (");
        assertThat(Answer.of(cluster, "SELECT mean(f) FROM m GROUP BY time(1ns) fill(none)"))
                .startsWith("m | time mean | 0 0.0 | 10 1.0");
    }

    @Test
    void aCancelledStatementEnds() {
        SelectStatement select =
                (SelectStatement) InfluxQl.parse("SELECT f FROM m", Map.of()).get(0);
        AtomicInteger asked = new AtomicInteger();
        QueryContext context =
                new QueryContext(
                        "db", null, 0, QueryLimits.NONE, () -> asked.incrementAndGet() > 20);
        try (QueryResult result = new SelectExecutor(cluster).execute(select, context)) {
            assertThatThrownBy(() -> result.next().rows().forEachRemaining(row -> {}))
                    .isInstanceOf(QueryException.class)
                    .hasMessage("query killed");
        }
        assertThat(cluster.allClosed()).isTrue();
    }

    @Test
    void rowsOfManySeriesComeInOrderOfTime() {
        String answer = Answer.of(cluster, "SELECT f FROM m LIMIT 3 OFFSET 50");
        assertThat(answer).isEqualTo("m | time f | 500 50.0 | 510 51.0 | 520 52.0");
        assertThat(Answer.of(cluster, "SELECT f FROM m ORDER BY time DESC LIMIT 2"))
                .isEqualTo("m | time f | 990 99.0 | 980 98.0");
    }

    @Test
    void anAggregateScansEachShardOnce() {
        cluster.write("db", "m,h=h0 f=1 5000");
        Answer.of(cluster, "SELECT mean(f), max(f) FROM m GROUP BY h, time(100ns) fill(none)");
        assertThat(cluster.scans()).isEqualTo(2);
    }

    @Test
    void aStatementWithoutDatabaseIsRefused() {
        SelectStatement select =
                (SelectStatement) InfluxQl.parse("SELECT f FROM m", Map.of()).get(0);
        QueryContext context = new QueryContext(null, "", 0, QueryLimits.NONE, () -> false);
        assertThatThrownBy(() -> new SelectExecutor(cluster).execute(select, context))
                .hasMessage("database name required");
    }

    @Test
    void typesThatDifferBetweenShardsAreCastToTheFirst() {
        cluster.write("db", "t f=1i 100", "t f=2.5 5000", "t f=\"x\" 9000", "t f=3i 9000");
        assertThat(Answer.of(cluster, "SELECT f FROM t"))
                .isEqualTo("t | time f | 100 1.0 | 5000 2.5 | 9000 3.0");
        assertThat(Answer.of(cluster, "SELECT sum(f) FROM t")).isEqualTo("t | time sum | 0 6.5");
    }

    @Test
    void theRequestsPolicyAppliesUnlessAnotherIsNamed() {
        cluster.create("db", "rp").writeTo("db", "rp", "m f=42 0");
        SelectStatement select =
                (SelectStatement) InfluxQl.parse("SELECT f FROM m", Map.of()).get(0);
        QueryContext context = new QueryContext("db", "rp", 0, QueryLimits.NONE, () -> false);
        try (QueryResult result = new SelectExecutor(cluster).execute(select, context)) {
            assertThat(result.next().rows().next()).containsExactly(0L, 42.0);
        }
        assertThat(Answer.of(cluster, "SELECT count(f) FROM rp.m"))
                .isEqualTo("m | time count | 0 1");
    }
}
