package io.annealdb.data.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.data.write.Consistency;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.repair.compare.ReplicaHealth;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.coordinator.RootsQuestion;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hints are off: what a node misses it gets by an exchange, or not at all. */
class ReunionTest {
    private static final long T0 = 1_700_000_000_000_000_000L;

    private OneThreadCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new OneThreadCluster().set("hinted-handoff.enabled", "false").withThreeNodes();
        write(1, Consistency.ALL, "m v=1 " + T0);
        pass(30); // each node has the image with the shard on its disk
    }

    private void write(int number, Consistency level, String line) {
        cluster.node(number).points().write("db", null, RealCluster.rows(line), level);
    }

    private OwnerRoot root(int number) {
        return cluster.node(number)
                .calls()
                .roots(RootsQuestion.plain(List.of(new ShardId(1))))
                .get(0);
    }

    private void missSomething() throws Exception {
        cluster.stop(3);
        write(1, Consistency.QUORUM, "m v=2 " + (T0 + 1));
    }

    private void metaGoes() {
        for (int number = 1; number <= 3; number++) {
            cluster.cutFromMeta(number);
        }
    }

    private void pass(long seconds) {
        cluster.time.pass(Duration.ofSeconds(seconds));
    }

    @Test
    void aNodeThatComesBackWithoutMetaTakesWhatItMissedAndGivesWhatOthersLack() throws Exception {
        missSomething();
        metaGoes();
        cluster.start(3);
        write(3, Consistency.ONE, "m v=3 " + (T0 + 2));
        pass(30);
        assertThat(root(3).rows()).isEqualTo(3);
        assertThat(root(3).root()).isEqualTo(root(1).root());
    }

    @Test
    void itDoesNothingWhileMetaAnswers() throws Exception {
        missSomething();
        cluster.start(3);
        pass(60);
        assertThat(root(3).root()).isNotEqualTo(root(1).root());
    }

    @Test
    void itDoesNothingIfTheLastImageSaysThatNothingIsToBeginUnasked() throws Exception {
        cluster.disableBackgroundRepair();
        pass(2);
        missSomething();
        metaGoes();
        cluster.start(3);
        pass(60);
        assertThat(root(3).root()).isNotEqualTo(root(1).root());
    }

    @Test
    void aLiveOwnerThatIsSilentIsReplacedByTheNext() throws Exception {
        missSomething();
        write(2, Consistency.QUORUM, "m v=5 " + (T0 + 5));
        metaGoes();
        cluster.crash(1);
        cluster.start(3);
        pass(60);
        assertThat(root(3).root()).isEqualTo(root(2).root());
    }

    @Test
    void aCopyThatWasLostIsFilledByAWholeOneAndMayBeReadAgain() throws Exception {
        cluster.stop(3);
        cluster.loseShards(3);
        metaGoes();
        cluster.start(3);
        assertThat(root(3).health()).isEqualTo(ReplicaHealth.MISSING);
        pass(60);
        assertThat(root(3).health()).isEqualTo(ReplicaHealth.WHOLE);
        assertThat(root(3).root()).isEqualTo(root(1).root());
    }

    @Test
    void nothingIsCertified() throws Exception {
        missSomething();
        metaGoes();
        cluster.start(3);
        pass(30);
        assertThat(root(3).root()).isEqualTo(root(2).root());
        assertThat(cluster.node(3).image().certificates()).isEmpty();
        assertThat(cluster.node(3).image().repairs()).isEmpty();
        assertThat(cluster.node(3).self()).isEqualTo(new NodeId(3));
    }
}
