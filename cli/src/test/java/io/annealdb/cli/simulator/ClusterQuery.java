package io.annealdb.cli.simulator;

import com.codahale.metrics.MetricRegistry;
import io.annealdb.data.node.DataNodeParts;
import io.annealdb.data.query.QueryRequest;
import io.annealdb.data.query.QuerySettings;
import io.annealdb.data.query.ReadMode;
import io.annealdb.data.query.RunningQuery;
import io.annealdb.data.query.StatementAnswer;
import io.annealdb.data.query.StatementExecutor;
import io.annealdb.points.FieldValue;
import io.annealdb.points.SeriesKey;
import io.annealdb.query.InfluxQl;
import io.annealdb.query.ResultSeries;
import io.annealdb.query.ast.Statement;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A SELECT of all there is, through one node, the way HTTP asks; an incomplete answer fails. */
final class ClusterQuery {
    private static final Statement EVERYTHING =
            InfluxQl.parse("SELECT v, w, s, m FROM cpu, mem, mix GROUP BY *", Map.of()).get(0);
    private static final QueryRequest COMPLETE =
            new QueryRequest(SimulatedCluster.DATABASE, "", ReadMode.CLUSTER, true);

    private ClusterQuery() {}

    /** What it shows. */
    static SortedMap<Place, FieldValue> everything(SimulatedCluster cluster, SimulatedNode node) {
        StatementExecutor statements = executor(cluster, node);
        SortedMap<Place, FieldValue> shown = new TreeMap<>();
        try (RunningQuery running = statements.begin();
                StatementAnswer answer = statements.execute(EVERYTHING, COMPLETE, running)) {
            while (answer.hasNext()) {
                ResultSeries series = answer.next();
                SeriesKey key = SeriesKey.of(series.name(), series.tags());
                series.rows().forEachRemaining(row -> add(key, row, shown));
            }
        }
        return shown;
    }

    private static StatementExecutor executor(SimulatedCluster cluster, SimulatedNode node) {
        DataNodeParts parts = node.parts();
        return new StatementExecutor(
                parts.images(),
                cluster.meta,
                parts.self(),
                parts.calls(),
                parts::trouble,
                parts.peers(),
                parts.health(),
                parts.deletes(),
                QuerySettings.UNBOUNDED,
                node.clock(),
                new MetricRegistry());
    }

    private static void add(SeriesKey key, Object[] row, SortedMap<Place, FieldValue> shown) {
        for (int field = 0; field < Contents.FIELDS.size(); field++) {
            Object value = row[field + 1];
            if (value != null) {
                shown.put(new Place(key, (Long) row[0], Contents.FIELDS.get(field)), value(value));
            }
        }
    }

    private static FieldValue value(Object value) {
        if (value instanceof Double number) {
            return new FieldValue.FloatValue(number);
        }
        return value instanceof Long number
                ? new FieldValue.IntegerValue(number)
                : new FieldValue.StringValue((String) value);
    }
}
