package io.annealdb.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DamageTest {
    private static List<CloudWatch.Line> lines;

    @BeforeAll
    static void readLines() throws IOException {
        lines = CloudWatch.lines();
    }

    @Test
    void theMetricsAreAllThere() {
        assertThat(lines).hasSize(67_740);
        Ledger ledger = new Ledger();
        ledger.acknowledge(lines);
        assertThat(ledger.points()).isEqualTo(67_718);
        assertThat(ledger.series()).hasSize(17);
    }

    @Test
    void theLaterLineWinsInTheLedger() {
        Ledger ledger = new Ledger();
        ledger.acknowledge(
                List.of(
                        new CloudWatch.Line("m value=1 5", "m", 1, 5),
                        new CloudWatch.Line("m value=2 5", "m", 2, 5)));
        assertThat(ledger.values("m")).containsEntry(5L, 2.0).hasSize(1);
        assertThat(ledger.bytes()).isEqualTo(24);
    }

    /** So that two nodes hold each point, and a third that loses a shard can be given it again. */
    @Test
    void noLineIsMissedByTwoNodesAndNoneIsLeftOut() {
        Set<CloudWatch.Line> missed = new HashSet<>();
        int count = Damage.undisturbed(lines).size();
        for (int node = 0; node < 3; node++) {
            List<CloudWatch.Line> byNode = Damage.missedBy(node, lines);
            assertThat(byNode)
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(missed).doesNotContain(line));
            missed.addAll(byNode);
            count += byNode.size();
        }
        assertThat(count).isEqualTo(lines.size());
    }

    @Test
    void linesThatOverwriteOneAnotherAreWrittenTogether() {
        Set<String> written = new HashSet<>();
        Damage.undisturbed(lines).forEach(line -> written.add(line.series() + line.time()));
        for (int node = 0; node < 3; node++) {
            assertThat(Damage.missedBy(node, lines))
                    .noneMatch(line -> written.contains(line.series() + line.time()));
        }
    }
}
