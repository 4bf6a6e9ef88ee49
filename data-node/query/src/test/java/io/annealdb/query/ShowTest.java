package io.annealdb.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShowTest {
    private final FakeCluster cluster =
            new FakeCluster(2_000, 2, 10)
                    .create("db")
                    .write(
                            "db",
                            "cpu,h=a,r=x f=1,i=1i 1000",
                            "cpu,h=b f=2 1000",
                            "cpu f=3 5000",
                            "mem,h=c s=\"t\",b=true 5000",
                            "mem,h=c f=1 100");

    @AfterEach
    void shardsAreClosed() {
        assertThat(cluster.allClosed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '`',
            value = {
                "SHOW DATABASES > databases | name | db",
                "SHOW MEASUREMENTS > measurements | name | cpu | mem",
                "SHOW MEASUREMENTS WITH MEASUREMENT =~ /m/ > measurements | name | mem",
                "SHOW MEASUREMENTS WITH MEASUREMENT = cpu > measurements | name | cpu",
                "SHOW MEASUREMENTS WHERE h = 'c' > measurements | name | mem",
                "SHOW MEASUREMENTS LIMIT 1 OFFSET 1 > measurements | name | mem",
                "SHOW MEASUREMENTS WHERE f = 1 > ! right side of '=' must be a tag value string",
                "SHOW MEASUREMENTS WHERE time = 0 > ! SHOW MEASUREMENTS doesn't support time in WHERE clause",
                "SHOW TAG KEYS FROM cpu > cpu | tagKey | h | r",
                "SHOW TAG KEYS FROM cpu WHERE h = 'b' > cpu | tagKey | h",
                "SHOW TAG KEYS FROM cpu LIMIT 1 OFFSET 1 > cpu | tagKey | r",
                "SHOW TAG KEYS ON nope > ! database not found: nope",
                "SHOW TAG VALUES FROM cpu WITH KEY = h > cpu | key value | h a | h b",
                "SHOW TAG VALUES FROM cpu WITH KEY != h > cpu | key value | r x",
                "SHOW TAG VALUES FROM cpu WITH KEY =~ /h|r/ WHERE r = 'x' > cpu | key value | h a | r x",
                "SHOW TAG VALUES FROM cpu WITH KEY IN (h, r) LIMIT 2 > cpu | key value | h a | h b",
                "SHOW TAG VALUES FROM cpu WITH KEY = h WHERE value = 'b' > cpu | key value | h b",
                "SHOW TAG VALUES FROM cpu WITH KEY = h WHERE value = 5 > ``",
                "SHOW FIELD KEYS FROM cpu > cpu | fieldKey fieldType | f float | i integer",
                "SHOW FIELD KEYS FROM mem OFFSET 1 > mem | fieldKey fieldType | f float | s string",
                "SHOW SERIES FROM cpu > null | key | cpu | cpu,h=a,r=x | cpu,h=b",
                "SHOW SERIES WHERE h = 'a' > null | key | cpu,h=a,r=x",
                "SHOW SERIES LIMIT 1 OFFSET 3 > null | key | mem,h=c",
                "SHOW SERIES EXACT CARDINALITY FROM cpu > cpu | count | 3",
                "SHOW SERIES CARDINALITY > null | cardinality estimation | 4",
                "SHOW MEASUREMENT EXACT CARDINALITY > null | count | 2",
                "SHOW TAG KEY CARDINALITY FROM cpu > cpu | count | 2",
                "SHOW TAG VALUES CARDINALITY FROM cpu WITH KEY = h > cpu | count | 2",
                "SHOW FIELD KEY CARDINALITY FROM mem > mem | count | 3",
                "SHOW SERIES EXACT CARDINALITY WHERE time = 0 > ! SHOW SERIES EXACT CARDINALITY doesn't support time in WHERE clause",
                "SHOW RETENTION POLICIES > null | name duration shardGroupDuration replicaN default | autogen 0s 2µs 1 true",
                "SHOW RETENTION POLICIES ON nope > ! database not found: nope",
                "SHOW USERS > null | user admin",
                "SHOW QUERIES > ! SHOW QUERIES is not supported yet",
            })
    void tablesAreInfluxDbs(String statement, String answer) {
        assertThat(Answer.of(cluster, statement)).isEqualTo(answer);
    }

    @Test
    void aTimeInTheConditionChoosesShards() {
        assertThat(Answer.of(cluster, "SHOW SERIES FROM cpu WHERE time >= 4000"))
                .isEqualTo("null | key | cpu");
    }

    @Test
    void allRetentionPoliciesAreShownUnlessOneIsNamed() {
        cluster.create("db", "long").writeTo("db", "long", "disk,h=z f=1 0");
        assertThat(Answer.of(cluster, "SHOW MEASUREMENTS"))
                .isEqualTo("measurements | name | cpu | disk | mem");
        assertThat(Answer.of(cluster, "SHOW FIELD KEYS FROM long./.*/"))
                .isEqualTo("disk | fieldKey fieldType | f float");
    }

    @Test
    void shardsStandUnderTheirDatabase() {
        cluster.create("empty");
        assertThat(Answer.of(cluster, "SHOW SHARDS").lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith(
                        "db | id database retention_policy shard_group start_time end_time"
                                + " expiry_time owners | 0 db autogen 1 1970-01-01T00:00:00Z"
                                + " 1970-01-01T00:00:00.000002Z");
    }
}
