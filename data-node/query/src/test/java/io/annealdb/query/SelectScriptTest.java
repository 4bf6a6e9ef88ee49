package io.annealdb.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Plays {@code select.script}: points, then rules, each a list of statements ({@code >}) with the
 * answer below. Shards and runs are small, so that every answer crosses their seams.
 */
class SelectScriptTest {
    private record Step(String statement, List<String> answer) {}

    private final List<String> points = new ArrayList<>();
    private final Map<String, List<Step>> rules = new LinkedHashMap<>();

    SelectScriptTest() throws IOException {
        List<Step> steps = null;
        List<String> into = new ArrayList<>();
        for (String line : script()) {
            if (line.startsWith("rule ")) {
                steps = new ArrayList<>();
                rules.put(line.substring(5), steps);
            } else if (line.equals("points")) {
                into = points;
            } else if (line.startsWith("> ")) {
                into = new ArrayList<>();
                steps.add(new Step(line.substring(2), into));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                into.add(line);
            }
        }
    }

    private static List<String> script() throws IOException {
        try (InputStream in = SelectScriptTest.class.getResourceAsStream("select.script")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyRuleHolds() {
        return rules.entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> play(rule.getValue())));
    }

    private void play(List<Step> steps) {
        for (int runLength = 1; runLength <= 3; runLength++) {
            for (long groupNs : new long[] {700, 1_500, 1_000_000}) {
                FakeCluster cluster = new FakeCluster(groupNs, 2, runLength).create("db");
                cluster.write("db", points.toArray(String[]::new));
                for (Step step : steps) {
                    boolean byShardsFields = groupNs < 1_000_000 && step.statement.contains("*");
                    if (!byShardsFields) {
                        assertThat(Answer.of(cluster, step.statement).lines())
                                .as(step.statement)
                                .isEqualTo(step.answer);
                    }
                }
                assertThat(cluster.allClosed()).isTrue();
            }
        }
    }
}
