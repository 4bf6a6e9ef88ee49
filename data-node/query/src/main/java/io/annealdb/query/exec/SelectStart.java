package io.annealdb.query.exec;

import io.annealdb.points.FieldType;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.query.QueryContext;
import io.annealdb.query.QueryException;
import io.annealdb.query.QueryResult;
import io.annealdb.query.ShardCatalog;
import io.annealdb.query.ShardSource;
import io.annealdb.query.ast.SelectStatement;
import io.annealdb.query.ast.Source;
import io.annealdb.query.plan.BoundSelect;
import io.annealdb.query.plan.CompiledSelect;
import io.annealdb.query.plan.Schema;
import io.annealdb.query.plan.SelectCompiler;
import io.annealdb.query.regex.GoRegex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * From a statement to a {@link SelectRun}: compiles it, opens shards, learns their schema, binds.
 */
public final class SelectStart {
    private final ShardCatalog catalog;
    private final QueryContext context;

    public SelectStart(ShardCatalog catalog, QueryContext context) {
        this.catalog = catalog;
        this.context = context;
    }

    /**
     * @throws QueryException with InfluxDB's text
     */
    public QueryResult begin(SelectStatement statement) {
        CompiledSelect select = SelectCompiler.compile(statement, context.now());
        List<Source.Measurement> sources = new ArrayList<>();
        for (Source source : statement.sources()) {
            if (!(source instanceof Source.Measurement measurement)) {
                throw new QueryException("subqueries are not supported yet");
            }
            context.databaseOr(measurement.database());
            sources.add(measurement);
        }
        if (select.minTime() > select.maxTime()) {
            return QueryResult.of(List.of());
        }
        OpenShards shards =
                new OpenShards(
                        catalog,
                        context,
                        select.minTime(select.lookback()),
                        select.maxTime(select.lookback()));
        try {
            List<Found> found = found(sources, shards);
            Map<String, FieldType> fields = union(found);
            List<MeasurementRead> reads = reads(select, found, fields);
            Schema schema = new Schema(fields, () -> tags(reads));
            BoundSelect bound = BoundSelect.bind(select, schema);
            return new SelectRun(bound, reads, context, shards::close);
        } catch (RuntimeException e) {
            shards.close();
            throw e;
        }
    }

    /** A measurement, where it is looked for, and the fields it has there. */
    private record Found(
            String measurement, List<ShardSource> shards, Map<String, FieldType> fields) {}

    private List<Found> found(List<Source.Measurement> sources, OpenShards open) {
        List<Found> out = new ArrayList<>();
        for (Source.Measurement source : sources) {
            List<ShardSource> shards = open.of(source);
            for (String measurement : measurements(source, shards)) {
                Map<String, FieldType> fields = fields(measurement, shards);
                if (!fields.isEmpty()) {
                    out.add(new Found(measurement, shards, fields));
                }
            }
        }
        return out;
    }

    private List<MeasurementRead> reads(
            CompiledSelect select, List<Found> found, Map<String, FieldType> fields) {
        MeasurementRead.Budget budget =
                new MeasurementRead.Budget(context.limits().maxSelectPoint());
        return found.stream()
                .map(
                        each ->
                                new MeasurementRead(
                                        each.measurement,
                                        each.shards,
                                        each.fields,
                                        fields.keySet(),
                                        select,
                                        budget))
                .toList();
    }

    private static SortedSet<String> measurements(
            Source.Measurement source, List<ShardSource> shards) {
        SortedSet<String> names = new TreeSet<>();
        if (source.name() != null) {
            names.add(source.name());
            return names;
        }
        SeriesPredicate matching =
                new SeriesPredicate.MeasurementMatches(GoRegex.compile(source.regex()));
        shards.forEach(shard -> names.addAll(shard.measurements(matching)));
        return names;
    }

    /** The fields of a measurement over all shards, each as the type that reads take (S5). */
    static Map<String, FieldType> fields(String measurement, List<ShardSource> shards) {
        Map<String, FieldType> fields = new TreeMap<>();
        for (ShardSource shard : shards) {
            shard.fields(measurement)
                    .forEach(
                            (name, types) ->
                                    types.forEach(
                                            type -> fields.merge(name, type, SelectStart::first)));
        }
        return fields;
    }

    private static FieldType first(FieldType a, FieldType b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Map<String, FieldType> union(List<Found> found) {
        Map<String, FieldType> fields = new TreeMap<>();
        found.forEach(
                each ->
                        each.fields.forEach(
                                (name, type) -> fields.merge(name, type, SelectStart::first)));
        return fields;
    }

    private static SortedSet<String> tags(List<MeasurementRead> reads) {
        SortedSet<String> tags = new TreeSet<>();
        for (MeasurementRead read : reads) {
            for (ShardSource shard : read.shards()) {
                shard.series(read.everySeries()).forEach(key -> tags.addAll(key.tags().keySet()));
            }
        }
        return tags;
    }
}
