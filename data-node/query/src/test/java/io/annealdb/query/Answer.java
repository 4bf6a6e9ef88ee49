package io.annealdb.query;

import io.annealdb.query.ast.SelectStatement;
import io.annealdb.query.ast.ShowStatement;
import io.annealdb.query.ast.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Runs a statement and writes its answer down, a line a series: {@code m h=a | time f | 1000 1.0 |
 * 2000 null}. An error is written as {@code ! text}.
 */
final class Answer {
    static final long NOW = 1_000_000_000_000L;

    private Answer() {}

    static String of(FakeCluster cluster, String statement) {
        return of(cluster, statement, QueryLimits.NONE);
    }

    static String of(FakeCluster cluster, String statement, QueryLimits limits) {
        QueryContext context = new QueryContext("db", null, NOW, limits, () -> false);
        try (QueryResult result = begin(cluster, statement, context)) {
            StringBuilder out = new StringBuilder();
            while (result.hasNext()) {
                append(result.next(), out);
            }
            return out.toString().stripTrailing();
        } catch (QueryException | ParseException e) {
            return "! " + e.getMessage();
        }
    }

    private static QueryResult begin(FakeCluster cluster, String text, QueryContext context) {
        Statement statement = InfluxQl.parse(text, Map.of()).get(0);
        return statement instanceof SelectStatement select
                ? new SelectExecutor(cluster).execute(select, context)
                : new ShowExecutor(cluster, cluster).execute((ShowStatement) statement, context);
    }

    private static void append(ResultSeries series, StringBuilder out) {
        String tags =
                series.tags().entrySet().stream()
                        .map(tag -> " " + tag.getKey() + "=" + tag.getValue())
                        .collect(Collectors.joining());
        out.append(series.name()).append(tags).append(" | ");
        out.append(String.join(" ", series.columns()));
        series.rows()
                .forEachRemaining(
                        row ->
                                out.append(" | ")
                                        .append(
                                                Arrays.stream(row)
                                                        .map(String::valueOf)
                                                        .collect(Collectors.joining(" "))));
        out.append('\n');
    }
}
