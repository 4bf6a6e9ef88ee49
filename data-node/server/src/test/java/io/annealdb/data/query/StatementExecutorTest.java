package io.annealdb.data.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.data.peer.PeerException;
import io.annealdb.data.write.DeleteOutcome;
import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.query.QueryException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementExecutorTest {
    private static final long WEEK = 7L * 24 * 3600 * 1_000_000_000;

    private TestCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new TestCluster();
        cluster.run("CREATE DATABASE db");
    }

    private FakeCopy copy(NodeId node) {
        return cluster.copies.get(node);
    }

    private static void assertRefused(Runnable statement, String message) {
        assertThatThrownBy(statement::run)
                .isInstanceOf(QueryException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aChangeIsVisibleOnThisNodeWhenItHasAnswered() {
        assertThat(cluster.run("SHOW DATABASES")).containsExactly("[db]");
        cluster.run("CREATE RETENTION POLICY week ON db DURATION 7d REPLICATION 2 DEFAULT");
        assertThat(cluster.run("SHOW RETENTION POLICIES"))
                .containsExactly(
                        "[autogen, 0s, 168h0m0s, 2, false]", "[week, 168h0m0s, 24h0m0s, 2, true]");
        cluster.run("ALTER RETENTION POLICY week ON db REPLICATION 1");
        cluster.run("DROP RETENTION POLICY autogen ON db");
        assertThat(cluster.run("SHOW RETENTION POLICIES"))
                .containsExactly("[week, 168h0m0s, 24h0m0s, 1, true]");
        cluster.run("DROP DATABASE db");
        assertThat(cluster.run("SHOW DATABASES")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE RETENTION POLICY a ON nope DURATION 1d REPLICATION 1|database not found: nope",
                "CREATE RETENTION POLICY a ON db DURATION 30m REPLICATION 1|retention policy duration must be at least 1h0m0s",
                "ALTER RETENTION POLICY zz ON db DURATION 2d|retention policy not found: zz",
                "CREATE DATABASE \"a/b\"|invalid name",
                "SELECT v FROM nope..m|database not found: nope",
                "SELECT v FROM nope.m|retention policy not found: nope",
                "CREATE USER u WITH PASSWORD 'secret'|CREATE USER u WITH PASSWORD [REDACTED]",
                "SHOW DIAGNOSTICS|SHOW DIAGNOSTICS",
                "SELECT v INTO w FROM m|not supported",
                "KILL QUERY 1|not supported",
            })
    void whatCannotBeExecutedIsRefusedInClearWords(String statement, String message) {
        assertRefused(() -> cluster.run(statement), message);
    }

    @Test
    void aStatementThatNeedsADatabaseSaysSo() {
        assertRefused(
                () ->
                        cluster.run(
                                "SELECT v FROM m",
                                new QueryRequest("", "", ReadMode.CLUSTER, false)),
                "database name required");
    }

    @Test
    void withoutMetaAChangeSaysSoAndAReadGoesOn() throws Exception {
        cluster.group("db", 0);
        cluster.meta.setReachable(false);
        assertThatThrownBy(() -> cluster.run("CREATE DATABASE other"))
                .isInstanceOf(QueryException.class);
        assertThat(cluster.run("SHOW DATABASES")).containsExactly("[db]");
        assertThat(cluster.run("SELECT v FROM m")).isEmpty();
    }

    @Test
    void aShardIsReadOnThisNodeIfItOwnsItAndElseFromAPeer() throws Exception {
        for (long week = 0; week < 3; week++) {
            for (NodeId owner : cluster.group("db", week * WEEK)) {
                copy(owner).point("m", 5, owner.value());
            }
        }
        cluster.run("SELECT v FROM m WHERE time < 4w");
        List<NodeId> owners = cluster.group("db", 0);
        List<String> rows = cluster.run("SELECT v FROM m WHERE time < 4d");
        int expected = owners.contains(new NodeId(1)) ? 1 : owners.get(0).value();
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0)).isIn("[5, " + expected + ".0]", "[5, " + owners.get(1) + ".0]");
    }

    @Test
    void anAwayOwnerIsNotAskedWhileAnotherLives() throws Exception {
        List<NodeId> owners = cluster.group("db", 0);
        owners.forEach(owner -> copy(owner).point("m", 5, 1));
        for (NodeId owner : owners) {
            if (owner.value() != 1) {
                cluster.health.failed(
                        new PeerException(owner, PeerException.Kind.UNREACHABLE, "gone"));
                copy(owner).unreachable = true;
            }
        }
        cluster.run("SELECT v FROM m");
        if (owners.contains(new NodeId(1))) {
            assertThat(owners.stream().filter(o -> o.value() != 1).mapToInt(o -> copy(o).calls))
                    .containsOnly(0);
        }
    }

    @Test
    void withoutALiveOwnerTheAnswerSaysWhatItLacks() throws Exception {
        List<NodeId> owners = cluster.group("db", 0);
        owners.forEach(owner -> copy(owner).point("m", 5, 1).unreachable = true);
        assertThat(cluster.run("SELECT v FROM m"))
                .hasSize(1)
                .allMatch(
                        row ->
                                row.startsWith(
                                        "this answer is incomplete. Shard " + cluster.onlyShard()));
        assertThat(cluster.run("SHOW MEASUREMENTS")).hasSize(1);
        assertRefused(
                () ->
                        cluster.run(
                                "SELECT v FROM m",
                                new QueryRequest("db", "", ReadMode.CLUSTER, true)),
                "complete answer required");
    }

    @Test
    void aLocalReadAsksNobodyElseAndNeverTakesMissingForEmpty() throws Exception {
        boolean owned = false;
        for (long week = 0; week < 3 && !owned; week++) {
            owned = cluster.group("db", week * WEEK).contains(new NodeId(1));
        }
        assertThat(owned).isTrue();
        FakeCopy own = copy(new NodeId(1)).point("m", 5, 1);
        copy(new NodeId(2)).point("m", 6, 2);
        copy(new NodeId(3)).point("m", 6, 3);
        assertThat(cluster.runHere("SELECT v FROM m WHERE time < 1d")).isSubsetOf("[5, 1.0]");
        assertThat(copy(new NodeId(2)).calls + copy(new NodeId(3)).calls).isZero();
        own.trouble = "node 1 is behind";
        assertThat(cluster.runHere("SELECT v FROM m")).noneMatch(row -> row.contains("incomplete"));
        cluster.ownTrouble = "the folder is gone";
        assertThat(cluster.runHere("SELECT v FROM m"))
                .anyMatch(row -> row.contains("read as it is here: the folder is gone"));
    }

    @Test
    void adeleteGoesToItsWriterWithNowEvaluated() {
        cluster.run("DELETE FROM m WHERE h = 'a' AND time < now() - 1h");
        TestCluster.Deleted deleted = cluster.deleted.get(0);
        assertThat(deleted.database()).isEqualTo("db");
        assertThat(deleted.maxTime())
                .isEqualTo((TestCluster.NOW.getEpochSecond() - 3600) * 1_000_000_000 - 1);
        assertThat(deleted.series()).isInstanceOf(SeriesPredicate.All.class);
    }

    @Test
    void droppingASeriesOrAMeasurementDeletesAllOfItsPoints() {
        cluster.run("DROP MEASUREMENT m; DROP SERIES FROM m WHERE h = 'a'");
        assertThat(cluster.deleted)
                .extracting(TestCluster.Deleted::series)
                .containsExactly(
                        new SeriesPredicate.MeasurementIs("m"),
                        new SeriesPredicate.All(
                                List.of(
                                        new SeriesPredicate.Any(
                                                List.of(new SeriesPredicate.MeasurementIs("m"))),
                                        new SeriesPredicate.TagIs("h", "a"))));
        assertThat(cluster.deleted)
                .allMatch(
                        deleted ->
                                deleted.minTime() == Long.MIN_VALUE
                                        && deleted.maxTime() == Long.MAX_VALUE);
        assertRefused(
                () -> cluster.run("DROP SERIES FROM m WHERE time > 5"),
                "DROP SERIES doesn't support time in WHERE clause");
    }

    @Test
    void aDeleteThatFailedSaysSo() {
        cluster.deleteOutcome = new DeleteOutcome.Failed("no owner of shard 3 answered");
        assertRefused(() -> cluster.run("DELETE FROM m"), "no owner of shard 3 answered");
        cluster.deleteOutcome = new DeleteOutcome.DatabaseNotFound("db");
        assertRefused(() -> cluster.run("DELETE FROM m"), "database not found: db");
    }

    @Test
    void onlySoManyQueriesRunAtOnce() {
        try (RunningQuery one = cluster.executor.begin();
                RunningQuery two = cluster.executor.begin()) {
            assertThatThrownBy(cluster.executor::begin)
                    .hasMessage("max-concurrent-queries limit exceeded(2, 2)");
        }
        cluster.executor.begin().close();
    }

    @Test
    void aQueryThatTakesTooLongIsEnded() {
        try (RunningQuery running = cluster.executor.begin()) {
            assertThat(running.cancelled().getAsBoolean()).isFalse();
            cluster.now = TestCluster.NOW.plus(Duration.ofSeconds(31));
            assertThatThrownBy(() -> running.cancelled().getAsBoolean())
                    .hasMessage("query-timeout limit exceeded");
        }
    }

    @Test
    void aCancelledQueryStops() {
        try (RunningQuery running = cluster.executor.begin()) {
            running.cancel();
            assertThat(running.cancelled().getAsBoolean()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHOW SHARDS", "SHOW SHARD GROUPS"})
    void shardsAreThoseOfTheImage(String statement) throws Exception {
        cluster.group("db", 0);
        assertThat(cluster.run(statement)).hasSizeGreaterThanOrEqualTo(1);
    }
}
