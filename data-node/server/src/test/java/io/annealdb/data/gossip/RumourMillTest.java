package io.annealdb.data.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.data.gossip.Rumour.Kind;
import io.annealdb.data.gossip.Rumour.Subject;
import io.annealdb.points.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RumourMillTest {
    private static final Subject LOAD = Subject.of(Kind.LOAD, new NodeId(1));

    private static Rumour rumour(long version) {
        return new Rumour(LOAD, version, new byte[] {(byte) version});
    }

    /** All nodes in step: a round each, in a random order, messages lost at a given rate. */
    private static final class Crowd {
        final List<RumourMill> mills = new ArrayList<>();
        final Random random;
        final double loss;
        long messages;

        Crowd(int nodes, long seed, double loss) {
            random = new Random(seed);
            this.loss = loss;
            for (int i = 0; i < nodes; i++) {
                mills.add(
                        new RumourMill(RumourMill.Settings.DEFAULT, new Random(random.nextLong())));
            }
        }

        void round(IntPredicate living) {
            for (int i = 0; i < mills.size(); i++) {
                int self = i;
                if (!living.test(self)) {
                    continue;
                }
                List<NodeId> others =
                        IntStream.range(0, mills.size())
                                .filter(other -> other != self && living.test(other))
                                .mapToObj(other -> new NodeId(other + 1))
                                .toList();
                mills.get(self)
                        .round(others)
                        .ifPresent(
                                round -> talk(self, round.partner().value() - 1, round.whisper()));
            }
        }

        private void talk(int from, int to, Whisper whisper) {
            messages++;
            if (random.nextDouble() < loss) {
                return;
            }
            Whisper answer = mills.get(to).heard(whisper);
            if (random.nextDouble() >= loss) {
                mills.get(from).answered(answer).ifPresent(rest -> mills.get(to).heard(rest));
            }
        }

        boolean allKnow(long version) {
            return mills.stream()
                    .allMatch(
                            mill ->
                                    mill.about(LOAD)
                                            .filter(r -> r.version() == version)
                                            .isPresent());
        }

        int roundsUntilAllKnow(long version) {
            for (int rounds = 0; rounds < 1000; rounds++) {
                if (allKnow(version)) {
                    return rounds;
                }
                round(node -> true);
            }
            throw new AssertionError("not after 1000 rounds");
        }
    }

    /** Half of all histories, and nearly all; docs/architecture.md has the measured numbers. */
    @ParameterizedTest
    @CsvSource({
        "3, 2, 10, 0.0", "10, 4, 14, 0.0", "100, 11, 41, 0.0",
        "3, 3, 16, 0.3", "10, 7, 24, 0.3", "100, 15, 45, 0.3"
    })
    void aRumourReachesAllInFewRounds(int nodes, int median, int max, double loss) {
        List<Integer> rounds = new ArrayList<>();
        for (int seed = 0; seed < 201; seed++) {
            Crowd crowd = new Crowd(nodes, seed, loss);
            crowd.mills.get(0).tell(rumour(1));
            rounds.add(crowd.roundsUntilAllKnow(1));
        }
        rounds.sort(null);
        assertThat(rounds.get(100)).isLessThanOrEqualTo(median);
        assertThat(rounds.get(200)).isLessThanOrEqualTo(max);
    }

    @Test
    void aNodeFallsSilentOnceItsPartnersKnow() {
        Crowd crowd = new Crowd(10, 7, 0);
        crowd.mills.get(3).tell(rumour(1));
        crowd.roundsUntilAllKnow(1);
        for (int round = 0; round < 40; round++) {
            crowd.round(node -> true);
        }
        assertThat(crowd.mills).allMatch(RumourMill::silent);
        long before = crowd.messages;
        for (int round = 0; round < 100; round++) {
            crowd.round(node -> true);
        }
        assertThat(crowd.messages - before)
                .as("exchanges alone: one a node in ten rounds")
                .isEqualTo(10 * 10);
    }

    @Test
    void anOldVersionNeverReplacesANewerOneAndItsTellerLearnsTheNewer() {
        RumourMill mill = new RumourMill(RumourMill.Settings.DEFAULT, new Random(1));
        mill.tell(rumour(5));
        Whisper answer = mill.heard(Whisper.telling(List.of(rumour(4))));
        assertThat(mill.about(LOAD).orElseThrow().version()).isEqualTo(5);
        assertThat(answer.stale()).containsExactly(LOAD);
        assertThat(answer.rumours()).extracting(Rumour::version).containsExactly(5L);
        assertThat(mill.tell(rumour(5))).isFalse();
    }

    @Test
    void whoWasAwayLearnsEverythingInOneExchange() {
        Crowd crowd = new Crowd(3, 3, 0);
        crowd.mills.get(0).tell(rumour(1));
        for (int round = 0; round < 60; round++) {
            crowd.round(node -> node != 2);
        }
        assertThat(crowd.mills.get(2).about(LOAD)).isEmpty();
        for (int round = 0; round < 10; round++) {
            crowd.round(node -> node == 2 || node == 0);
        }
        assertThat(crowd.mills.get(2).about(LOAD)).isPresent();
    }

    @Test
    void aMessageIsBoundedAndTheRestFollows() {
        RumourMill mill = new RumourMill(new RumourMill.Settings(1, 1000, 100), new Random(1));
        for (int node = 1; node <= 5; node++) {
            mill.tell(new Rumour(Subject.of(Kind.ROOTS, new NodeId(node)), 1, new byte[60]));
        }
        RumourMill partner = new RumourMill(RumourMill.Settings.DEFAULT, new Random(2));
        for (int round = 0; round < 40; round++) {
            Optional<RumourMill.Round> said = mill.round(List.of(new NodeId(9)));
            if (said.isPresent()) {
                assertThat(said.get().whisper().rumours()).hasSizeLessThanOrEqualTo(1);
                mill.answered(partner.heard(said.get().whisper()));
            }
        }
        assertThat(
                        IntStream.rangeClosed(1, 5)
                                .allMatch(
                                        node ->
                                                partner.about(
                                                                Subject.of(
                                                                        Kind.ROOTS,
                                                                        new NodeId(node)))
                                                        .isPresent()))
                .isTrue();
    }

    @Test
    void nobodyIsToldOfNodesThatMetaNoLongerNames() {
        RumourMill mill = new RumourMill(RumourMill.Settings.DEFAULT, new Random(1));
        mill.tell(rumour(1));
        mill.retain(subject -> subject.kind() == Kind.IMAGE);
        assertThat(mill.about(LOAD)).isEmpty();
        assertThat(mill.silent()).isTrue();
    }
}
