package io.annealdb.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.query.NaiveSelect.Point;
import io.annealdb.query.NaiveSelect.Question;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Random points and statements, against {@link NaiveSelect}. A failure names its seed. */
class RandomSelectTest {
    private record Condition(String text, Predicate<Point> holds) {}

    private static final List<Condition> CONDITIONS =
            List.of(
                    new Condition("h = 'a'", p -> p.host().equals("a")),
                    new Condition("h != 'a'", p -> !p.host().equals("a")),
                    new Condition("h = ''", p -> p.host().isEmpty()),
                    new Condition(
                            "h =~ /[ab]/", p -> !p.host().isEmpty() && p.host().charAt(0) < 'c'),
                    new Condition("f > 2", p -> p.f() != null && p.f() > 2),
                    new Condition("i <= 1", p -> p.i() != null && p.i() <= 1),
                    new Condition(
                            "(h = 'b' OR f < 0)",
                            p -> p.host().equals("b") || p.f() != null && p.f() < 0),
                    new Condition(
                            "(h = 'c' AND i != 3)",
                            p -> p.host().equals("c") && p.i() != null && p.i() != 3));

    @Test
    void statementsAnswerAsTheNaiveEvaluatorDoes() {
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            List<Point> points = points(random);
            FakeCluster cluster = cluster(points, random);
            for (int statement = 0; statement < 10; statement++) {
                check(points, cluster, random, seed);
            }
        }
    }

    private static List<Point> points(Random random) {
        List<Point> points = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        int count = 1 + random.nextInt(60);
        for (int n = 0; n < count; n++) {
            String host = List.of("", "a", "b", "c", "cc").get(random.nextInt(5));
            long time = random.nextInt(100) * 10L;
            Double f = random.nextInt(4) == 0 ? null : (double) (random.nextInt(15) - 4);
            Long i = random.nextInt(3) == 0 ? null : (long) (random.nextInt(9) - 3);
            if ((f != null || i != null) && taken.add(host + time)) {
                points.add(new Point(host, time, f, i));
            }
        }
        return points;
    }

    private static FakeCluster cluster(List<Point> points, Random random) {
        FakeCluster cluster =
                new FakeCluster(
                                50 + random.nextInt(1_000),
                                1 + random.nextInt(3),
                                1 + random.nextInt(20))
                        .create("db")
                        .write("db", "m f=0,i=0i -1000000", "m,h=a f=0,i=0i -1000000");
        for (Point point : points) {
            String series = point.host().isEmpty() ? "m" : "m,h=" + point.host();
            List<String> fields = new ArrayList<>();
            if (point.f() != null) {
                fields.add("f=" + point.f());
            }
            if (point.i() != null) {
                fields.add("i=" + point.i() + "i");
            }
            cluster.write("db", series + " " + String.join(",", fields) + " " + point.time());
        }
        return cluster;
    }

    private static void check(List<Point> points, FakeCluster cluster, Random random, long seed) {
        boolean raw = random.nextInt(3) == 0;
        String function =
                raw
                        ? null
                        : List.of("count", "sum", "mean", "spread", "min", "max", "first", "last")
                                .get(random.nextInt(8));
        String field = random.nextBoolean() ? "f" : "i";
        Condition condition =
                random.nextBoolean()
                        ? CONDITIONS.get(random.nextInt(CONDITIONS.size()))
                        : new Condition(null, p -> true);
        boolean byHost = random.nextBoolean();
        long interval = raw || random.nextBoolean() ? 0 : 10 + random.nextInt(200);
        String fill = List.of("null", "none", "previous", "7").get(random.nextInt(4));
        long min = random.nextInt(500);
        long max = 400 + random.nextInt(700);
        boolean ascending = random.nextInt(3) > 0;
        int limit = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 0;

        List<String> groups = new ArrayList<>();
        if (byHost) {
            groups.add("h");
        }
        if (interval > 0) {
            groups.add("time(" + interval + "ns)");
        }
        String text =
                "SELECT "
                        + (raw ? "f, i" : function + "(" + field + ")")
                        + " FROM m WHERE time >= "
                        + min
                        + " AND time <= "
                        + max
                        + (condition.text() == null ? "" : " AND " + condition.text())
                        + (groups.isEmpty() ? "" : " GROUP BY " + String.join(", ", groups))
                        + (interval > 0 ? " fill(" + fill + ")" : "")
                        + (ascending ? "" : " ORDER BY time DESC")
                        + (limit > 0 ? " LIMIT " + limit : "");
        Question question =
                new Question(
                        function,
                        field,
                        condition.holds(),
                        byHost,
                        interval,
                        fill,
                        min,
                        max,
                        ascending,
                        limit);
        assertThat(Answer.of(cluster, text))
                .as("seed %d: %s", seed, text)
                .isEqualTo(new NaiveSelect(points).answer(question));
    }
}
