package io.annealdb.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.dev.DevFolder;
import io.annealdb.cli.dev.DevNode;
import io.annealdb.cli.dev.DevPlan;
import io.annealdb.cli.dev.FreePorts;
import io.annealdb.cli.dev.NodesInProcess;
import io.annealdb.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written of metrics and alerts, against a meta node and a data node that run. */
class MonitoringTest {
    private static final Path PAGE = Path.of("..", "docs", "repair.md");
    private static final Path RULES = Path.of("..", "deploy", "alerts", "annealdb.yaml");

    /** The metrics of which the page says that it names them all. */
    private static final Pattern REPAIR =
            Pattern.compile(
                    "(repair|reunion|debts|hints|hh|closed|clock|shards|disk|gossip|scrub"
                            + "|antientropy)_.*");

    @TempDir private static Path dir;
    private static NodesInProcess nodes;
    private static Set<String> ofData;
    private static Set<String> ofMeta;

    @BeforeAll
    static void start() throws Exception {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
        Random random = new Random();
        nodes =
                new NodesInProcess(
                        new NodeStarter(
                                new CommandContext(
                                        Terminal.plain(nowhere, nowhere),
                                        new ByteArrayInputStream(new byte[0]),
                                        Map.of(),
                                        InstantSource.system(),
                                        random)));
        DevFolder folder = new DevFolder(dir);
        folder.create();
        FreePorts free = new FreePorts(random, Set.of());
        DevPlan plan =
                DevPlan.of(
                        folder,
                        new DevPlan.Wishes(
                                OptionalInt.of(1),
                                OptionalInt.of(1),
                                1,
                                OptionalInt.of(free.next()),
                                OptionalInt.of(free.next()),
                                Map.of()),
                        random);
        for (DevNode node : plan.all()) {
            nodes.start(node);
        }
        ofMeta = scraped(plan.metas().get(0).settings().get("meta.http-bind-address"));
        ofData = scraped(plan.datas().get(0).address());
    }

    @AfterAll
    static void stop() throws IOException {
        nodes.close();
    }

    /** Names as Prometheus has them, without the ending of counters. */
    private static Set<String> scraped(String address) throws Exception {
        HttpResponse<String> answer =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create("http://" + address + "/metrics"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body()
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ")[2])
                .map(MonitoringTest::withoutTotal)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String withoutTotal(String name) {
        return name.endsWith("_total") ? name.substring(0, name.length() - 6) : name;
    }

    @Test
    void thePageNamesEveryMetricOfRepairAndNoOther() throws IOException {
        assertThat(documented("data")).isEqualTo(ofRepair(ofData));
        assertThat(documented("meta")).isEqualTo(ofRepair(ofMeta));
    }

    private static Set<String> ofRepair(Set<String> all) {
        return all.stream()
                .filter(name -> REPAIR.matcher(name).matches())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> documented(String node) throws IOException {
        Set<String> names = new TreeSet<>();
        for (String row : section("## Metrics").lines().toList()) {
            String[] columns = row.split("\\|");
            if (columns.length > 3 && List.of(columns[2].strip().split(", ")).contains(node)) {
                names.addAll(quoted(columns[1]));
            }
        }
        return names;
    }

    private static List<String> quoted(String text) {
        return found("`([^`]+)`", text).stream()
                .map(name -> name.replace("NODE", "unassigned").replace('.', '_'))
                .toList();
    }

    private static List<String> found(String pattern, String text) {
        List<String> all = new ArrayList<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            all.add(matcher.group(1));
        }
        return all;
    }

    private static String section(String heading) throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf("\n" + heading + "\n");
        assertThat(from).as(heading).isPositive();
        return page.substring(from, page.indexOf("\n## ", from + 4));
    }

    @Test
    void everyAlertAsksForMetricsThatThereAre() throws IOException {
        Set<String> known =
                Stream.of(ofData.stream(), ofMeta.stream(), Stream.of("up"))
                        .flatMap(names -> names)
                        .collect(Collectors.toSet());
        List<String> expressions = found("\n {8}expr: ([^\n]+)", Files.readString(RULES));
        assertThat(expressions).hasSizeGreaterThan(10);
        for (String expression : expressions) {
            assertThat(
                            found("\\b([a-z]+(?:_[a-z]+)+)\\b", expression).stream()
                                    .map(MonitoringTest::withoutTotal))
                    .as(expression)
                    .isSubsetOf(known);
        }
    }

    /** As far as it can be told without a parser of YAML: the rules have one form. */
    @Test
    void everyAlertIsWholeAndThePageNamesIt() throws IOException {
        String rules = Files.readString(RULES);
        List<String> blocks = List.of(rules.split("\n {6}- alert: ")).subList(1, count(rules) + 1);
        for (String block : blocks) {
            assertThat(block)
                    .matches(
                            "(?s)Anneal\\w+\n {8}expr: [^\n]+\n( {8}for: \\d+[mh]\n)?"
                                    + " {8}labels:\n {10}severity: (page|ticket)\n"
                                    + " {8}annotations:\n {10}summary: \"[^\"\n]+\"\n"
                                    + " {10}description: \"[^\"\n]+\"\n?");
        }
        assertThat(new TreeSet<>(found("`(Anneal\\w+)`", section("## Metrics"))))
                .isEqualTo(new TreeSet<>(found("- alert: (\\w+)", rules)));
    }

    private static int count(String rules) {
        return found("- alert: (\\w+)", rules).size();
    }
}
