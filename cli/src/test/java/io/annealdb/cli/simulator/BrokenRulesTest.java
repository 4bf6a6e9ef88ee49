package io.annealdb.cli.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The simulator is worth something only if it notices when a rule does not hold: each rule that can
 * be switched off at a seam is, and some seed below 500 must notice.
 */
class BrokenRulesTest {
    private static final int SEEDS = 500;

    static Stream<Sabotage> rules() {
        return Stream.<Sabotage[]>of(
                        BrokenStamps.values(),
                        BrokenDeletes.values(),
                        BrokenOwners.values(),
                        BrokenSettling.values(),
                        BrokenDisks.values())
                .flatMap(Arrays::stream);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aBrokenRuleIsNoticed(Sabotage rule) {
        assertThat(firstThatNotices(rule)).isPresent();
    }

    private static OptionalLong firstThatNotices(Sabotage rule) {
        return LongStream.rangeClosed(rule.firstSeed(), SEEDS)
                .filter(seed -> notices(rule, seed))
                .findFirst();
    }

    private static boolean notices(Sabotage rule, long seed) {
        try {
            Story.play(seed, rule);
            return false;
        } catch (AssertionError e) {
            return e.getCause() instanceof BrokenInvariant;
        }
    }
}
