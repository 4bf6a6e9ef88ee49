package io.annealdb.repair.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.ShardId;
import io.annealdb.repair.job.JobState;
import org.junit.jupiter.api.Test;

/** Copies of {@link TestCluster} take no bytes, so a ring of three is promised within 4 x 60 s. */
class JobPromiseTest {
    private final TestCluster cluster = TestCluster.of(3);

    @Test
    void equalOwnersNeedNoPromise() {
        cluster.write(0, 10, 1, 2, 3);
        cluster.startJob(1, false);
        cluster.run();
        assertThat(cluster.promises).isEmpty();
    }

    @Test
    void aJobPromisesOnceBeforeItsFirstHopForAllShardsThatDiffer() {
        cluster.addShard(new ShardId(8), 3);
        cluster.write(0, 10, 1);
        cluster.startJob(1, false);
        cluster.beforeHop(1, () -> assertThat(cluster.job().promise()).isPresent());
        cluster.run();
        assertThat(cluster.promises).containsExactly("within 240 s");
        assertThat(cluster.job().state()).isEqualTo(JobState.DONE);
        assertThat(cluster.job().finished().orElseThrow())
                .isBefore(cluster.job().promise().orElseThrow().by().orElseThrow());
    }

    @Test
    void anOwnerThatDiesIsAReasonToPromiseAnew() {
        cluster.write(0, 10, 1);
        cluster.startJob(1, false);
        cluster.beforeHop(2, () -> cluster.kill(3));
        cluster.run();
        assertThat(cluster.promises)
                .containsExactly("within 240 s", "within 120 s without [3]: data-3 went away");
    }

    @Test
    void aCopyThatIsLostIsAReasonToPromiseAnew() {
        cluster.write(0, 10, 1);
        cluster.startJob(1, false);
        cluster.beforeHop(
                1,
                () -> {
                    cluster.copy(3).lose();
                    cluster.kill(2);
                    cluster.whileAsked(() -> cluster.revive(2));
                });
        cluster.run();
        assertThat(cluster.promises)
                .containsExactly(
                        "within 240 s",
                        "within 240 s: data-3 lost its copy of shard 7, or a part of it");
    }

    @Test
    void aFailedHopIsNone() {
        cluster.write(0, 10, 1);
        cluster.startJob(1, false);
        cluster.failing(
                order -> {
                    throw new IllegalStateException("disk full");
                });
        cluster.run();
        assertThat(cluster.job().state()).isEqualTo(JobState.FAILED);
        assertThat(cluster.promises).containsExactly("within 240 s");
    }

    @Test
    void theNextLeaderKeepsWhatWasPromised() {
        cluster.write(0, 10, 1);
        cluster.startJob(1, false);
        cluster.beforeHop(2, () -> cluster.leading = false);
        cluster.run();
        cluster.leading = true;
        cluster.run();
        assertThat(cluster.job().certified()).isTrue();
        assertThat(cluster.promises).containsExactly("within 240 s");
    }

    @Test
    void aNextLeaderThatFindsAnOwnerGonePromisesAnew() {
        cluster.write(0, 10, 1);
        cluster.startJob(1, false);
        cluster.beforeHop(2, () -> cluster.leading = false);
        cluster.run();
        cluster.leading = true;
        cluster.kill(2);
        cluster.run();
        assertThat(cluster.promises)
                .containsExactly("within 240 s", "within 120 s without [2]: data-2 went away");
    }

    @Test
    void aPauseEndsThePromiseAndItIsMadeAnewAfterwards() {
        cluster.write(0, 10, 1);
        cluster.startJob(1, false);
        cluster.beforeHop(2, () -> cluster.command(JobState.PAUSED, ""));
        cluster.run();
        assertThat(cluster.job().promise().orElseThrow().by()).isEmpty();
        cluster.command(JobState.QUEUED, "");
        cluster.run();
        assertThat(cluster.promises).containsExactly("within 240 s", "within 240 s: it was paused");
    }
}
