package io.annealdb.data.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.data.peer.ReplicaReply;
import io.annealdb.data.peer.ShardDelete;
import io.annealdb.data.write.Consistency;
import io.annealdb.points.Delete;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.ShardId;
import io.annealdb.points.Stamp;
import io.annealdb.storage.Shard;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Deletes for shards to come (repair.md D2), where a shard has come while they were on their way.
 */
class KeptDeletesTest {
    private static final long T0 = 1_700_000_000_000_000_000L;
    private static final SeriesPredicate ALL = new SeriesPredicate.Every();

    private OneThreadCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new OneThreadCluster();
        cluster.start(1);
        cluster.createDatabase();
        cluster.time.pass(Duration.ofSeconds(1));
        cluster.node(1)
                .points()
                .write("db", null, RealCluster.rows("m v=1 " + T0), Consistency.ONE);
    }

    private Shard shard() {
        return cluster.engine(1).shard(new ShardId(1)).orElseThrow();
    }

    private ReplicaReply delete(long clock, boolean fresh, long from, long to, long shardsBelow) {
        return cluster.node(1)
                .calls()
                .delete(
                        new ShardDelete(
                                Optional.empty(),
                                1,
                                new Delete(new Stamp(clock, 2, 1), ALL, from, to),
                                fresh,
                                shardsBelow));
    }

    @Test
    void aShardThatTheCoordinatorDidNotKnowTakesItTheDayItComes() {
        long above = shard().highestStamp().hlc() + 1;
        assertThat(delete(above, true, 0, Long.MAX_VALUE, 1)).isEqualTo(ReplicaReply.Stored.ALL);
        assertThat(shard().deletes()).hasSize(1);
        assertThat(delete(above, false, 0, Long.MAX_VALUE, 1)).isEqualTo(ReplicaReply.Stored.ALL);
        assertThat(delete(above, true, 0, Long.MAX_VALUE, 1)).isEqualTo(ReplicaReply.Stored.ALL);
        assertThat(shard().deletes()).as("three times is once").hasSize(1);
    }

    @Test
    void itIsShadowedThereByAHigherStamp() {
        long highest = shard().highestStamp().hlc();
        assertThat(delete(highest - 1, true, 0, Long.MAX_VALUE, 1))
                .isEqualTo(new ReplicaReply.Shadowed(highest));
        assertThat(shard().deletes()).isEmpty();
        assertThat(delete(highest - 1, false, 0, Long.MAX_VALUE, 1))
                .as("a hint, or what another node stored of it")
                .isEqualTo(ReplicaReply.Stored.ALL);
        assertThat(shard().deletes()).hasSize(1);
    }

    @Test
    void shardsThatTheCoordinatorAskedThemselvesAndThoseOfAnotherTimeDoNot() {
        long above = shard().highestStamp().hlc() + 1;
        delete(above, true, 0, Long.MAX_VALUE, 2);
        delete(above + 1, true, 0, 1000, 1);
        assertThat(shard().deletes()).isEmpty();
    }
}
