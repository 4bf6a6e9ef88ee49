package io.annealdb.repair.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.repair.ring.Hop;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RepairJobTest {
    private static final Hop HOP = new Hop(new NodeId(1), new NodeId(2));
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    private static final RepairJob JOB =
            RepairJob.queued(
                    3,
                    NOW,
                    List.of(ShardRepair.queued(new ShardId(7), Optional.of(new NodeId(1)))),
                    0,
                    false);

    @Test
    void aJobKeepsItsFirstStartOverAPause() {
        RepairJob resumed =
                JOB.transitionTo(JobState.RUNNING, NOW, "")
                        .transitionTo(JobState.PAUSED, NOW.plusSeconds(1), "")
                        .transitionTo(JobState.QUEUED, NOW.plusSeconds(2), "")
                        .transitionTo(JobState.RUNNING, NOW.plusSeconds(3), "");
        assertThat(resumed.started()).contains(NOW);
        assertThat(resumed.finished()).isEmpty();
    }

    @Test
    void aJobThatIsOverStaysSo() {
        RepairJob cancelled = JOB.transitionTo(JobState.CANCELLED, NOW, "");
        assertThat(cancelled.finished()).contains(NOW);
        assertThatThrownBy(() -> cancelled.transitionTo(JobState.RUNNING, NOW, ""))
                .hasMessage("repair r-3 is CANCELLED and cannot become RUNNING");
    }

    @Test
    void onlyARunningJobIsDone() {
        assertThatThrownBy(() -> JOB.transitionTo(JobState.DONE, NOW, ""))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aHopGoesByItsArrowsAlone() {
        HopReport planned = HopReport.planned(HOP);
        assertThatThrownBy(() -> planned.transitionTo(HopPhase.VERIFIED, ""))
                .hasMessageContaining("cannot go from PLANNED to VERIFIED");
        HopReport verified =
                planned.transitionTo(HopPhase.COMPARING, "").transitionTo(HopPhase.VERIFIED, "");
        assertThatThrownBy(() -> verified.transitionTo(HopPhase.ABANDONED, ""))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> verified.replanned("again"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void countersOfAnEarlierAttemptStay() {
        HopReport first =
                new HopReport(
                        HOP,
                        HopPhase.STREAMING,
                        new HopFound(50, 60, 3, 1),
                        5,
                        9,
                        1,
                        true,
                        100,
                        1000,
                        4,
                        20,
                        50,
                        9000,
                        "");
        HopReport second =
                new HopReport(
                        HOP,
                        HopPhase.VERIFIED,
                        new HopFound(2, 2, 0, 0),
                        2,
                        2,
                        0,
                        false,
                        40,
                        100,
                        2,
                        7,
                        2,
                        100,
                        "");
        HopReport both = second.after(first.replanned("broken"));
        assertThat(both)
                .isEqualTo(
                        new HopReport(
                                HOP,
                                HopPhase.VERIFIED,
                                new HopFound(52, 62, 3, 1),
                                7,
                                11,
                                1,
                                true,
                                140,
                                1100,
                                6,
                                27,
                                7,
                                1100,
                                ""));
    }

    @Test
    void aHopThatHasSentSomethingIsNeverSkipped() {
        HopReport sent =
                new HopReport(
                        HOP,
                        HopPhase.STREAMING,
                        new HopFound(5, 9, 0, 0),
                        5,
                        9,
                        0,
                        false,
                        100,
                        90,
                        4,
                        20,
                        50,
                        900,
                        "");
        HopReport paused = sent.replanned("paused");
        HopReport equal = HopReport.planned(HOP).foundEqual();
        assertThat(equal.phase()).isEqualTo(HopPhase.SKIPPED);
        assertThat(equal.after(paused).phase()).isEqualTo(HopPhase.VERIFIED);
        assertThat(equal.after(paused).pointsSent()).isEqualTo(5);
        assertThat(paused.foundEqual().phase()).isEqualTo(HopPhase.VERIFIED);
        assertThat(equal.after(HopReport.planned(HOP)).phase()).isEqualTo(HopPhase.SKIPPED);
    }

    @Test
    void aShardIsNotCertifiedBeforeItsEnd() {
        assertThatThrownBy(
                        () ->
                                new ShardRepair(
                                        new ShardId(7),
                                        Optional.empty(),
                                        List.of(),
                                        true,
                                        0,
                                        false,
                                        List.of(),
                                        "",
                                        0))
                .hasMessageContaining("certified before its end");
    }

    @Test
    void recordsOfAnotherShardChangeNothing() {
        ShardRepair other = ShardRepair.queued(new ShardId(8), Optional.empty());
        assertThat(JOB.recorded(other, 0)).isEqualTo(JOB);
        ShardRepair ended = JOB.shards().get(0).certified(7, "");
        assertThat(JOB.recorded(ended, 80).certified()).isTrue();
        assertThat(JOB.recorded(ended, 80).gatherBytes()).isEqualTo(80);
    }
}
