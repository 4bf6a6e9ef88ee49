package io.annealdb.data.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.data.write.Consistency;
import io.annealdb.data.write.WriteOutcome;
import io.annealdb.points.ShardId;
import io.annealdb.storage.Shard;
import io.annealdb.storage.ShardHealth;
import io.annealdb.storage.disk.SimulatedDirectory.Backup;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node's data folder is put back as it once was (repair.md O2). */
class OldBackupTest {
    private static final long T0 = 1_700_000_000_000_000_000L;

    private OneThreadCluster cluster;
    private Backup beforeTheShard;

    @BeforeEach
    void aBackupIsOlderThanTheShard() throws Exception {
        cluster = new OneThreadCluster().withThreeNodes();
        beforeTheShard = cluster.disk(3).backUp();
        assertThat(
                        cluster.node(1)
                                .points()
                                .write(
                                        "db",
                                        null,
                                        RealCluster.rows("m v=1 " + T0),
                                        Consistency.ALL))
                .isEqualTo(new WriteOutcome.Written(List.of(), 0));
    }

    private Shard shard() {
        return cluster.engine(3).shard(new ShardId(1)).orElseThrow();
    }

    @Test
    void aShardThatIsYoungerThanTheBackupIsMissingAndNotEmpty() throws Exception {
        cluster.time.pass(Duration.ofSeconds(1));
        cluster.crash(3);
        cluster.disk(3).putBack(beforeTheShard);
        cluster.start(3);
        assertThat(shard().health()).isEqualTo(ShardHealth.MISSING);
    }

    @Test
    void aShardThatWasPlacedHereWhileTheNodeWasAwayIsNew() throws Exception {
        cluster = new OneThreadCluster().withThreeNodes();
        cluster.crash(3);
        cluster.node(1)
                .points()
                .write("db", null, RealCluster.rows("m v=1 " + T0), Consistency.ONE);
        cluster.start(3);
        assertThat(shard().health()).isEqualTo(ShardHealth.WHOLE);
    }
}
