package io.annealdb.cli.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the weather: in the end owners agree, and nothing that was acknowledged is lost. {@code
 * -Dsimulator.seed=N} replays one seed, {@code -Dsimulator.seeds=N} sets the campaign's length.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterSimulationTest {
    private static final int SEEDS = 100;
    private static final int CAMPAIGN_SEEDS = 2_000;
    private static final Long REPLAYED = Long.getLong("simulator.seed");

    private final FaultTally faults = new FaultTally();

    static LongStream seeds() {
        return REPLAYED != null ? LongStream.of(REPLAYED) : LongStream.rangeClosed(1, SEEDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatWasAcknowledgedOutlivesTheStorm(long seed) {
        faults.add(Story.play(seed).faults);
    }

    @AfterAll
    void eachFaultHasHappenedInOneHistoryOfTwenty() {
        if (REPLAYED == null) {
            assertThat(faults.rarerThanOneIn(20)).as("rare faults of %s", faults).isEmpty();
        }
    }

    @Test
    void oneSeedHasOneStory() {
        long seed = REPLAYED != null ? REPLAYED : 7;
        assertThat(Story.play(seed).trace.lines())
                .containsExactlyElementsOf(Story.play(seed).trace.lines());
    }

    @Test
    @Tag("campaign")
    void whatWasAcknowledgedOutlivesManyStorms() {
        long count = Long.getLong("simulator.seeds", CAMPAIGN_SEEDS);
        FaultTally tally = new FaultTally();
        for (long seed = SEEDS + 1; seed <= SEEDS + count; seed++) {
            tally.add(Story.play(seed).faults);
        }
        assertThat(tally.rarerThanOneIn(20)).as("rare faults of %s", tally).isEmpty();
    }
}
