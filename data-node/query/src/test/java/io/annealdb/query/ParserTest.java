package io.annealdb.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.query.ast.DatabaseStatement;
import io.annealdb.query.ast.Expr;
import io.annealdb.query.ast.Fill;
import io.annealdb.query.ast.Operator;
import io.annealdb.query.ast.SelectStatement;
import io.annealdb.query.ast.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParserTest {
    private static Statement parse(String text) {
        List<Statement> statements = InfluxQl.parse(text, Map.of());
        assertThat(statements).hasSize(1);
        return statements.get(0);
    }

    private static Expr field(String text) {
        return ((SelectStatement) parse("SELECT " + text + " FROM m")).fields().get(0).expression();
    }

    /** Canonical text is printed as it stands. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT f FROM m",
                "SELECT f AS x, mean(g) FROM db.rp.m",
                "SELECT f FROM db..m",
                "SELECT f FROM rp.m, /a.*\\/b/",
                "SELECT * FROM db.rp./cpu/",
                "SELECT *::tag, *::field, /re/, f::float FROM m",
                "SELECT \"two words\" FROM \"m.n\" WHERE \"select\" = 'it\\'s'",
                "SELECT DISTINCT f FROM m",
                "SELECT count(DISTINCT f) FROM m",
                "SELECT f FROM m WHERE a = 'x' AND (b != 2 OR c =~ /y/) AND d !~ /z/ AND time > now() - 1h",
                "SELECT mean(f) FROM m GROUP BY time(5m, 1m), host, * fill(none)",
                "SELECT mean(f) FROM m GROUP BY time(5m) fill(previous)",
                "SELECT mean(f) FROM m GROUP BY time(5m) fill(linear)",
                "SELECT mean(f) FROM m GROUP BY time(5m) fill(-2)",
                "SELECT f FROM m ORDER BY time DESC LIMIT 5 OFFSET 4 SLIMIT 3 SOFFSET 2",
                "SELECT mean(f) INTO db.rp.n FROM m",
                "SELECT max(mean) FROM (SELECT mean(f) FROM m GROUP BY host)",
                "EXPLAIN SELECT f FROM m",
                "EXPLAIN ANALYZE SELECT f FROM m",
                "CREATE DATABASE db",
                "CREATE DATABASE db WITH DURATION 2w REPLICATION 3 SHARD DURATION 1h NAME rp",
                "CREATE DATABASE db WITH NAME rp",
                "DROP DATABASE db",
                "CREATE RETENTION POLICY rp ON db DURATION 1h REPLICATION 2 SHARD DURATION 30m DEFAULT",
                "ALTER RETENTION POLICY rp ON db DURATION 1d REPLICATION 1 SHARD DURATION 1h DEFAULT",
                "DROP RETENTION POLICY rp ON db",
                "DELETE FROM m WHERE host = 'a' AND time < '2000-01-01T00:00:00Z'",
                "DELETE WHERE time < now()",
                "DROP SERIES FROM m WHERE host = 'a'",
                "DROP MEASUREMENT m",
                "DROP SHARD 7",
                "SHOW DATABASES",
                "SHOW RETENTION POLICIES ON db",
                "SHOW MEASUREMENTS ON db WITH MEASUREMENT =~ /c.*/ WHERE host = 'a' LIMIT 2 OFFSET 1",
                "SHOW MEASUREMENTS WITH MEASUREMENT = cpu",
                "SHOW TAG KEYS ON db FROM m WHERE host = 'a' LIMIT 1 OFFSET 2 SLIMIT 3 SOFFSET 4",
                "SHOW TAG VALUES FROM m WITH KEY = host",
                "SHOW TAG VALUES WITH KEY != host WHERE r =~ /x/",
                "SHOW TAG VALUES WITH KEY !~ /h/ LIMIT 1",
                "SHOW TAG VALUES WITH KEY IN (host, region)",
                "SHOW FIELD KEYS ON db FROM m LIMIT 1 OFFSET 1",
                "SHOW SERIES ON db FROM m WHERE host = 'a' LIMIT 1 OFFSET 1",
                "SHOW SERIES EXACT CARDINALITY ON db FROM m",
                "SHOW MEASUREMENT CARDINALITY",
                "SHOW TAG KEY EXACT CARDINALITY FROM m",
                "SHOW TAG VALUES CARDINALITY WITH KEY = host",
                "SHOW FIELD KEY CARDINALITY",
                "SHOW SHARDS",
                "SHOW SHARD GROUPS",
                "SHOW USERS",
                "SHOW GRANTS FOR jdoe",
                "SHOW QUERIES",
                "SHOW CONTINUOUS QUERIES",
                "SHOW SUBSCRIPTIONS",
                "SHOW STATS FOR 'write'",
                "SHOW DIAGNOSTICS",
                "CREATE CONTINUOUS QUERY cq ON db RESAMPLE EVERY 1h FOR 2h BEGIN SELECT mean(f) INTO n FROM m GROUP BY time(1h) END",
                "DROP CONTINUOUS QUERY cq ON db",
                "CREATE SUBSCRIPTION s ON db.rp DESTINATIONS ANY 'udp://a:1', 'udp://b:2'",
                "DROP SUBSCRIPTION s ON db.rp",
                "KILL QUERY 3 ON host",
                "DROP USER jdoe",
                "GRANT READ ON db TO jdoe",
                "GRANT ALL PRIVILEGES TO jdoe",
                "REVOKE WRITE ON db FROM jdoe",
                "REVOKE ALL PRIVILEGES FROM jdoe"
            })
    void whatIsPrintedParsesToTheSame(String text) {
        assertThat(parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "select F from M where X=1 group by TIME(1M) | ! found duration",
                "select f from m -- a comment | SELECT f FROM m",
                "select /* one */ f from m; | SELECT f FROM m",
                "select f from m where a <> 1 | SELECT f FROM m WHERE a != 1",
                "select MEAN(f) from m group by time(60s) fill(NULL) | ! expected number argument in fill()",
                "select mean(f) from m group by time(60s) fill(null) | SELECT mean(f) FROM m GROUP BY time(1m)",
                "select -f from m | SELECT -1 * f FROM m",
                "select f from m order by time | SELECT f FROM m ORDER BY time ASC",
                "select f from m where t > 90m and t < 1h30m | SELECT f FROM m WHERE t > 90m AND t < 90m",
                "create user a with password 'secret' | CREATE USER a WITH PASSWORD [REDACTED]",
                "set password for a = 'secret' | SET PASSWORD FOR a = [REDACTED]",
                "create retention policy p on d duration inf replication 1 | CREATE RETENTION POLICY p ON d DURATION 0s REPLICATION 1",
            })
    void otherSpellingsHaveOneCanonicalText(String text, String canonical) {
        if (canonical.equals("! found duration")) {
            assertThatThrownBy(() -> parse(text)).hasMessageContaining("invalid duration");
        } else if (canonical.startsWith("! ")) {
            assertThatThrownBy(() -> parse(text)).hasMessageContaining(canonical.substring(2));
        } else {
            assertThat(parse(text)).hasToString(canonical);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "FOO | found FOO, expected SELECT, DELETE, SHOW, CREATE, DROP, EXPLAIN, GRANT, REVOKE, ALTER, SET, KILL at line 1, char 1",
                "SELECT | found EOF, expected identifier, string, number, bool at line 1, char 8",
                "SELECT a b FROM c | found b, expected FROM at line 1, char 10",
                "SELECT a FROM | found EOF, expected identifier at line 1, char 15",
                "SELECT a FROM b FOO | found FOO, expected ; at line 1, char 17",
                "SELECT a FROM b WHERE | found EOF, expected identifier, string, number, bool at line 1, char 23",
                "SELECT a FROM b WHERE x =~ 5 | found 5, expected regex at line 1, char 28",
                "SELECT a FROM b WHERE x =~ /ab(c/ | error parsing regexp: missing closing ): `ab(c` at line 1, char 27",
                "SELECT a FROM b WHERE x =~ /abc | bad regex:  at line 1, char 27",
                "SELECT a FROM b GROUP x | found x, expected BY at line 1, char 23",
                "SELECT a FROM b ORDER BY x | only ORDER BY time supported at this time",
                "SELECT a FROM b LIMIT -1 | found -, expected integer at line 1, char 23",
                "SELECT a FROM b LIMIT 5 LIMIT 6 | found LIMIT, expected ; at line 1, char 25",
                "SELECT a::foo FROM b | found foo, expected float, integer, unsigned, string, boolean, field, tag at line 1, char 11",
                "SELECT mean(x FROM b | found FROM, expected ) at line 1, char 15",
                "SELECT mean( FROM b | found FROM, expected identifier, string, number, bool at line 1, char 14",
                "SELECT a FROM a.b.c.d | too many segments in \"a\".\"b\".\"c\".d at line 1, char 1",
                "SELECT a FROM b fill | fill must be a function call",
                "SELECT a FROM b fill(x) | expected number argument in fill()",
                "SELECT a FROM b WHERE a = 'abc | found abc, expected identifier, string, number, bool at line 1, char 26",
                "SELECT a FROM b WHERE a = 'ab\\qc' | found \\q, expected identifier, string, number, bool at line 1, char 31",
                "SELECT a FROM b WHERE time > 10y | invalid duration",
                "SELECT a FROM b WHERE time > 9999999d | overflowed duration 9999999d: choose a smaller duration or INF",
                "SELECT a FROM b WHERE time > 99999999999999999999 | unable to parse integer at line 1, char 30",
                "SELECT -9223372036854775809 FROM b | constant -9223372036854775809 underflows int64",
                "SELECT a = 5 FROM b | invalid operator = in SELECT clause at line 1, char 8; operator is intended for WHERE clause",
                "SELECT -'x' FROM b | found x, expected identifier, number, duration, ( at line 1, char 8",
                "SELECT # FROM b | found #, expected identifier, string, number, bool at line 1, char 8",
                "SELECT $x FROM b | missing parameter: x",
                "SELECT $ FROM b | empty bound parameter",
                "SELECT a FROM b tz('x') | unable to find time zone x",
                "SHOW | found EOF, expected CONTINUOUS, DATABASES, DIAGNOSTICS, FIELD, GRANTS, MEASUREMENT, MEASUREMENTS, QUERIES, RETENTION, SERIES, SHARD, SHARDS, STATS, SUBSCRIPTIONS, TAG, USERS at line 1, char 6",
                "SHOW TAG | found EOF, expected KEY, KEYS, VALUES at line 1, char 10",
                "SHOW TAG VALUES | found EOF, expected WITH at line 1, char 17",
                "SHOW TAG VALUES WITH KEY | found EOF, expected IN, =, =~ at line 1, char 26",
                "SHOW TAG VALUES WITH KEY = 'x' | found x, expected identifier at line 1, char 27",
                "CREATE | found EOF, expected CONTINUOUS, DATABASE, USER, RETENTION, SUBSCRIPTION at line 1, char 8",
                "CREATE DATABASE select | found SELECT, expected identifier at line 1, char 17",
                "CREATE DATABASE x WITH | found EOF, expected DURATION, NAME, REPLICATION, SHARD at line 1, char 24",
                "CREATE DATABASE x WITH REPLICATION 0 | invalid value 0: must be 1 <= n <= 2147483647 at line 1, char 36",
                "CREATE RETENTION POLICY x ON y DURATION 1h | found EOF, expected REPLICATION at line 1, char 43",
                "ALTER RETENTION POLICY x ON y DEFAULT DEFAULT | found duplicate DEFAULT option at line 1, char 39",
                "DELETE | found EOF, expected FROM, WHERE at line 1, char 8",
                "DELETE FROM a.b WHERE x=1 | retention policy not supported at line 1, char 1",
                "GRANT x TO y | found x, expected READ, WRITE, ALL [PRIVILEGES] at line 1, char 7",
            })
    void errorsReadAsInfluxDbsDo(String text, String error) {
        assertThatThrownBy(() -> InfluxQl.parse(text, Map.of()))
                .isInstanceOf(ParseException.class)
                .hasMessage("error parsing query: " + error);
    }

    @Test
    void aPositionCountsLines() {
        assertThatThrownBy(() -> parse("SELECT a\nFROM b\n  FOO"))
                .hasMessageEndingWith("found FOO, expected ; at line 3, char 3");
    }

    @Test
    void semicolonsSeparateStatements() {
        assertThat(InfluxQl.parse(";;SELECT a FROM b; ;SHOW DATABASES;", Map.of())).hasSize(2);
        assertThat(InfluxQl.parse(" ; ", Map.of())).isEmpty();
    }

    @Test
    void operatorsBindAsInArithmetic() {
        Expr sum = field("a + b * c - d");
        assertThat(sum)
                .isEqualTo(
                        new Expr.Binary(
                                Operator.SUB,
                                new Expr.Binary(
                                        Operator.ADD,
                                        new Expr.VarRef("a"),
                                        new Expr.Binary(
                                                Operator.MUL,
                                                new Expr.VarRef("b"),
                                                new Expr.VarRef("c"))),
                                new Expr.VarRef("d")));
    }

    @Test
    void andBindsTighterThanOr() {
        SelectStatement select =
                (SelectStatement) parse("SELECT f FROM m WHERE a=1 OR b=2 AND c=3");
        assertThat(((Expr.Binary) select.condition()).operator()).isEqualTo(Operator.OR);
    }

    @Test
    void aSlashDividesBehindAnOperandAndBeginsAnExpressionElsewhere() {
        assertThat(field("a / b / c")).hasToString("a / b / c");
        assertThat(field("mean(/a b/)"))
                .isEqualTo(new Expr.Call("mean", List.of(new Expr.Regex("a b"))));
        assertThat(field("count(*) / 2")).hasToString("count(*) / 2");
    }

    @Test
    void theLeastWholeNumberIsANumber() {
        assertThat(field("f + -9223372036854775808")).hasToString("f + -9223372036854775808");
        assertThat(field("f + 9223372036854775808")).hasToString("f + 9223372036854775808");
    }

    @Test
    void boundValuesStandForOneToken() {
        Map<String, Object> values =
                Map.of(
                        "text",
                        "x' OR '1' = '1",
                        "whole",
                        5,
                        "half",
                        0.5,
                        "truth",
                        true,
                        "re",
                        Map.of("regex", "a/b"),
                        "span",
                        Map.of("duration", "10m"),
                        "name",
                        Map.of("identifier", "odd \"name"));
        assertThat(
                        InfluxQl.parse(
                                "SELECT $name FROM m WHERE a = $text AND b = $whole AND c > $half"
                                        + " AND d = $truth AND e =~ $re AND time > now() - $span",
                                values))
                .singleElement()
                .hasToString(
                        "SELECT \"odd \\\"name\" FROM m WHERE a = 'x\\' OR \\'1\\' = \\'1' AND b = 5"
                                + " AND c > 0.500 AND d = true AND e =~ /a\\/b/ AND time > now() -"
                                + " 10m");
    }

    @Test
    void aBoundValueOfUnknownKindIsRefused() {
        assertThatThrownBy(() -> InfluxQl.parse("SELECT $x FROM m", Map.of("x", List.of())))
                .hasMessage(
                        "error parsing query: unable to bind parameter with type []interface {}");
        assertThatThrownBy(
                        () ->
                                InfluxQl.parse(
                                        "SELECT $x FROM m", Map.of("x", Map.of("color", "red"))))
                .hasMessage("error parsing query: unknown bind object type: color");
    }

    @Test
    void statementsSayWhetherTheyChangeSomething() {
        assertThat(parse("SELECT f FROM m").changes()).isFalse();
        assertThat(parse("SELECT f INTO n FROM m").changes()).isTrue();
        assertThat(parse("SHOW DATABASES").changes()).isFalse();
        assertThat(parse("CREATE DATABASE x").changes()).isTrue();
        assertThat(parse("DELETE FROM m").changes()).isTrue();
    }

    @Test
    void infiniteDurationsAreZero() {
        assertThat(parse("CREATE DATABASE x WITH DURATION INF"))
                .isEqualTo(
                        new DatabaseStatement.CreateDatabase(
                                "x", new DatabaseStatement.PolicySpec(0L, null, null, null)));
    }

    @Test
    void fillTakesNumbers() {
        SelectStatement select =
                (SelectStatement) parse("SELECT mean(f) FROM m GROUP BY time(1s) fill(1.5)");
        assertThat(select.fill()).isEqualTo(new Fill.Number(1.5));
    }

    @Test
    void deepNestingIsRefusedNotOverflown() {
        String text = "SELECT " + "(".repeat(100_000) + "f" + ")".repeat(100_000) + " FROM m";
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("nested too deeply");
    }

    @Test
    void wordsThatAreNoKeywordsMayBeNames() {
        assertThat(parse("SELECT fill, tz FROM fill WHERE tz = 1"))
                .hasToString("SELECT fill, tz FROM fill WHERE tz = 1");
    }
}
