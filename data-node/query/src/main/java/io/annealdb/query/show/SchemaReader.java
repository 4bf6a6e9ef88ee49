package io.annealdb.query.show;

import io.annealdb.points.FieldType;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.query.MetadataCatalog;
import io.annealdb.query.QueryContext;
import io.annealdb.query.ShardCatalog;
import io.annealdb.query.ShardSource;
import io.annealdb.query.ast.Expr;
import io.annealdb.query.ast.Source;
import io.annealdb.query.exec.OpenShards;
import io.annealdb.query.plan.SeriesFilter;
import io.annealdb.query.plan.TimeSplit;
import io.annealdb.query.plan.Times;
import io.annealdb.query.regex.GoRegex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Reads what series and fields the shards of a database hold: those of all its retention policies,
 * unless a source names one. Conditions on fields do not narrow the answer, as in InfluxDB. Closed
 * after use.
 */
final class SchemaReader implements AutoCloseable {
    private final MetadataCatalog metadata;
    private final QueryContext context;
    private final String database;
    private final Expr condition;
    private final OpenShards open;

    /** A source's name or expression, and the shards it is looked for in. */
    private record Place(SeriesPredicate measurement, List<ShardSource> shards) {}

    /**
     * @param where null without; its times choose among the shards
     */
    SchemaReader(
            ShardCatalog shards,
            MetadataCatalog metadata,
            QueryContext context,
            String database,
            Expr where) {
        this.metadata = metadata;
        this.context = context;
        this.database = context.databaseOr(database);
        TimeSplit split = TimeSplit.of(where, context.now());
        this.condition = split.rest();
        this.open =
                new OpenShards(
                        shards,
                        context,
                        split.min() == null ? Times.MIN : split.min(),
                        split.max() == null ? Times.MAX : split.max());
    }

    String database() {
        return database;
    }

    /** The condition without time; null if nothing is left. */
    Expr condition() {
        return condition;
    }

    /** Measurements with a series that matches; conditions must speak of tags alone. */
    SortedSet<String> measurements(List<Source.Measurement> sources) {
        SeriesPredicate tags = SeriesFilter.of(condition, name -> false).series();
        SortedSet<String> names = new TreeSet<>();
        for (Place place : places(sources)) {
            for (ShardSource shard : place.shards) {
                context.checkCancelled();
                names.addAll(
                        shard.measurements(
                                new SeriesPredicate.All(List.of(place.measurement, tags))));
            }
        }
        return names;
    }

    /** The series that match, by measurement. */
    SortedMap<String, SortedSet<SeriesKey>> series(List<Source.Measurement> sources) {
        return series(sources, UnaryOperator.identity());
    }

    /**
     * @param change what becomes of the condition's predicate before it is asked
     */
    SortedMap<String, SortedSet<SeriesKey>> series(
            List<Source.Measurement> sources, UnaryOperator<SeriesPredicate> change) {
        SortedMap<String, SortedSet<SeriesKey>> out = new TreeMap<>();
        for (Place place : places(sources)) {
            for (ShardSource shard : place.shards) {
                context.checkCancelled();
                for (SeriesPredicate predicate : predicates(place, shard, change)) {
                    for (SeriesKey key : shard.series(predicate)) {
                        out.computeIfAbsent(key.measurement(), m -> new TreeSet<>()).add(key);
                    }
                }
            }
        }
        return out;
    }

    private List<SeriesPredicate> predicates(
            Place place, ShardSource shard, UnaryOperator<SeriesPredicate> change) {
        if (condition == null) {
            return List.of(place.measurement);
        }
        List<SeriesPredicate> out = new ArrayList<>();
        for (String name : shard.measurements(place.measurement)) {
            Set<String> fields = shard.fields(name).keySet();
            SeriesFilter filter = SeriesFilter.of(condition, fields::contains);
            out.add(
                    new SeriesPredicate.All(
                            List.of(
                                    new SeriesPredicate.MeasurementIs(name),
                                    change.apply(filter.series()))));
        }
        return out;
    }

    /** The fields by measurement, each with every type it has somewhere. */
    SortedMap<String, SortedMap<String, SortedSet<FieldType>>> fields(
            List<Source.Measurement> sources) {
        SortedMap<String, SortedMap<String, SortedSet<FieldType>>> out = new TreeMap<>();
        for (Place place : places(sources)) {
            for (ShardSource shard : place.shards) {
                context.checkCancelled();
                for (String measurement : shard.measurements(place.measurement)) {
                    Map<String, SortedSet<FieldType>> here =
                            out.computeIfAbsent(measurement, m -> new TreeMap<>());
                    shard.fields(measurement)
                            .forEach(
                                    (name, types) ->
                                            here.computeIfAbsent(name, n -> new TreeSet<>())
                                                    .addAll(types));
                }
            }
        }
        return out;
    }

    private List<Place> places(List<Source.Measurement> sources) {
        if (sources.isEmpty()) {
            return List.of(new Place(new SeriesPredicate.Every(), everyPolicy(database)));
        }
        return sources.stream().map(source -> new Place(named(source), shardsOf(source))).toList();
    }

    private static SeriesPredicate named(Source.Measurement source) {
        return source.name() != null
                ? new SeriesPredicate.MeasurementIs(source.name())
                : new SeriesPredicate.MeasurementMatches(GoRegex.compile(source.regex()));
    }

    private List<ShardSource> shardsOf(Source.Measurement source) {
        String from = source.database() == null ? database : source.database();
        return source.retentionPolicy() == null
                ? everyPolicy(from)
                : open.of(from, source.retentionPolicy());
    }

    private List<ShardSource> everyPolicy(String from) {
        List<ShardSource> all = new ArrayList<>();
        metadata.policies(from).forEach(policy -> all.addAll(open.of(from, policy.name())));
        return all;
    }

    @Override
    public void close() {
        open.close();
    }
}
