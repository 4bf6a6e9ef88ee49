package io.annealdb.image;

import static io.annealdb.image.Commands.DAY;
import static io.annealdb.image.Commands.HOUR;
import static io.annealdb.image.Commands.alterPolicy;
import static io.annealdb.image.Commands.createDatabase;
import static io.annealdb.image.Commands.createNextGroups;
import static io.annealdb.image.Commands.dropExpired;
import static io.annealdb.image.Commands.ensureGroups;
import static io.annealdb.image.Commands.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.ShardId;
import io.annealdb.points.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GroupDecisionsTest {
    private Commands cluster = Commands.cluster(3);

    private List<ShardGroupInfo> groups(String database) {
        return cluster.image.policy(database, null).orElseThrow().groups();
    }

    @Test
    void eachTimeGetsItsGroupOnce() {
        cluster.run(createDatabase("db"));
        cluster.run(ensureGroups("db", "autogen", 0, 1, 8 * DAY, -20 * DAY));
        long version = cluster.image.version();
        cluster.run(ensureGroups("db", "", 8 * DAY, 0));
        assertThat(cluster.image.version()).isEqualTo(version);
        assertThat(groups("db"))
                .hasSize(3)
                .extracting(ShardGroupInfo::id)
                .containsExactly(3L, 1L, 2L);
        RetentionPolicyInfo policy = cluster.image.policy("db", null).orElseThrow();
        for (long time : new long[] {0, 1, 8 * DAY, -20 * DAY}) {
            assertThat(cluster.image.groupAt(policy, time).orElseThrow().range().contains(time))
                    .isTrue();
        }
        assertThat(policy.groupAt(100 * DAY)).isEmpty();
        assertThat(policy.groupAt(-100 * DAY)).isEmpty();
        ShardPlace place = cluster.image.shard(new ShardId(2)).orElseThrow();
        assertThat(place.group().id()).isEqualTo(2);
        assertThat(place.database().name()).isEqualTo("db");
        assertThat(place.shard().grid().range()).isEqualTo(place.group().range());
        assertThat(place.shard().grid().key()).isEqualTo(cluster.image.hashKey());
    }

    @Test
    void theEndsOfTimeHaveGroups() {
        cluster.run(createDatabase("db"));
        cluster.run(ensureGroups("db", "", Long.MIN_VALUE, Long.MAX_VALUE - 1));
        assertThat(groups("db")).hasSize(2);
        assertThat(groups("db").get(0).range().start()).isEqualTo(Long.MIN_VALUE);
        assertThat(groups("db").get(1).range().end()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aGroupOfANewLengthKeepsOffItsNeighbours() {
        cluster.run(createDatabase("db", policy("p").setGroupDuration(13 * HOUR)));
        cluster.run(ensureGroups("db", "", 0, DAY));
        TimeRange first = groups("db").get(0).range();
        TimeRange second = groups("db").get(1).range();
        cluster.run(alterPolicy("db", policy("p").setGroupDuration(7 * DAY)));
        cluster.run(ensureGroups("db", "", first.end()));
        assertThat(groups("db").get(1).range())
                .isEqualTo(new TimeRange(first.end(), second.start()));
        cluster.run(ensureGroups("db", "", second.end()));
        assertThat(groups("db").get(3).range().start()).isEqualTo(second.end());
    }

    @Test
    void withoutDataNodesNoGroupCanBe() {
        cluster = Commands.cluster(0);
        cluster.run(createDatabase("db"));
        assertThat(cluster.error(ensureGroups("db", "", 0))).contains("No data node");
        assertThat(cluster.error(ensureGroups("nope", "", 0)))
                .isEqualTo("database not found: nope");
    }

    @Test
    void seriesAreSharedAmongTheShardsOfAGroupForEver() {
        cluster = Commands.cluster(9);
        cluster.run(createDatabase("db"));
        cluster.run(ensureGroups("db", "", 0));
        ShardGroupInfo group = groups("db").get(0);
        assertThat(group.shards()).hasSize(3);
        Map<ShardId, Integer> counts = new TreeMap<>();
        for (int i = 0; i < 3000; i++) {
            counts.merge(
                    group.shardFor(SeriesKey.of("cpu", Map.of("host", "h" + i))).id(),
                    1,
                    Integer::sum);
        }
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(900, 1100));
        // Pinned: stored data depends on it.
        assertThat(
                        List.of("cpu,host=a", "cpu,host=b", "cpu,host=c", "disk", "mem").stream()
                                .map(key -> group.shardFor(SeriesKey.ofCanonical(key)).id().value())
                                .toList())
                .containsExactly(2L, 1L, 2L, 2L, 2L);
    }

    @Test
    void underReplicatedShardsAreThoseMadeWithTooFewNodes() {
        cluster = Commands.cluster(1);
        cluster.run(createDatabase("db", policy("p").setReplication(3)));
        cluster.run(ensureGroups("db", "", 0));
        cluster.run(Commands.register("data-2", "f2"));
        cluster.run(Commands.register("data-3", "f3"));
        cluster.run(ensureGroups("db", "", 100 * DAY));
        assertThat(cluster.image.underReplicated())
                .extracting(place -> place.shard().id().value())
                .containsExactly(1L);
        assertThat(cluster.image.shardsOf(new NodeId(2))).hasSize(1);
    }

    @Test
    void theNextGroupIsMadeShortlyBeforeItsBegin() {
        cluster.run(createDatabase("db", policy("p").setDuration(DAY)));
        Instant now = Commands.NOW;
        cluster.run(ensureGroups("db", "", Commands.nanos(now)));
        cluster.run(createNextGroups(HOUR / 2));
        assertThat(groups("db")).hasSize(1);
        cluster.now += 31 * 60_000;
        cluster.run(createNextGroups(HOUR / 2));
        cluster.run(createNextGroups(HOUR / 2));
        assertThat(groups("db")).hasSize(2);
        assertThat(groups("db").get(1).range().start())
                .isEqualTo(groups("db").get(0).range().end());
        cluster.now += 100 * 60_000;
        cluster.run(createNextGroups(HOUR / 2));
        assertThat(groups("db")).hasSize(2);
    }

    @Test
    void groupsGoWhenTheirLastTimeIsPastTheRetention() {
        cluster.run(createDatabase("db", policy("p").setDuration(DAY)));
        long now = Commands.nanos(Commands.NOW);
        cluster.run(ensureGroups("db", "", now, now - 23 * HOUR, now - 25 * HOUR, now - 40 * HOUR));
        assertThat(groups("db")).hasSize(2);
        cluster.run(dropExpired());
        assertThat(groups("db")).hasSize(2);
        cluster.now += 2 * 3_600_000;
        cluster.run(dropExpired());
        assertThat(groups("db")).hasSize(1);
        cluster.run(alterPolicy("db", policy("p").setDuration(0)));
        cluster.now += 900L * 86_400_000;
        cluster.run(dropExpired());
        assertThat(groups("db")).hasSize(1);
    }

    @Test
    void acceptedLossesGoWithTheirShards() {
        cluster.run(createDatabase("db"));
        cluster.run(ensureGroups("db", "", 0));
        cluster.run(Commands.acceptLoss(1));
        assertThat(cluster.image.acceptedLosses()).hasSize(1);
        assertThat(cluster.error(Commands.acceptLoss(9))).contains("shard not found: 9");
        cluster.run(Commands.dropDatabase("db"));
        assertThat(cluster.image.acceptedLosses()).isEmpty();
    }
}
