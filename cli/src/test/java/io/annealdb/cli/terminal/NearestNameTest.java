package io.annealdb.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
    private static final List<String> NAMES = List.of("status", "shards", "nodes", "hints");

    @Test
    void aSlipIsRecognized() {
        assertThat(NearestName.of("statsu", NAMES)).contains("status");
        assertThat(NearestName.of("shrads", NAMES)).contains("shards");
        assertThat(NearestName.of("hint", NAMES)).contains("hints");
    }

    @Test
    void somethingElseIsNot() {
        assertThat(NearestName.of("backup", NAMES)).isEmpty();
        assertThat(NearestName.hint("backup", NAMES)).isEmpty();
    }

    @Test
    void aSwapIsOneStep() {
        assertThat(NearestName.distance("ab", "ba")).isEqualTo(1);
        assertThat(NearestName.distance("", "abc")).isEqualTo(3);
        assertThat(NearestName.distance("kitten", "sitting")).isEqualTo(3);
    }
}
