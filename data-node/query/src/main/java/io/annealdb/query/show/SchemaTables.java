package io.annealdb.query.show;

import io.annealdb.points.FieldType;
import io.annealdb.points.SeriesKey;
import io.annealdb.query.MetadataCatalog;
import io.annealdb.query.QueryContext;
import io.annealdb.query.QueryException;
import io.annealdb.query.ResultSeries;
import io.annealdb.query.ShardCatalog;
import io.annealdb.query.ast.Expr;
import io.annealdb.query.ast.Operator;
import io.annealdb.query.ast.ShowStatement;
import io.annealdb.query.ast.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tables of SHOW that come from the series and fields of shards. */
public final class SchemaTables {
    private final ShardCatalog shards;
    private final MetadataCatalog metadata;
    private final QueryContext context;

    public SchemaTables(ShardCatalog shards, MetadataCatalog metadata, QueryContext context) {
        this.shards = shards;
        this.metadata = metadata;
        this.context = context;
    }

    /** An unknown database has no measurements: so says InfluxDB, here alone. */
    public List<ResultSeries> measurements(ShowStatement.Measurements show) {
        TimeRefusal.check("SHOW MEASUREMENTS", show.condition());
        refuseFieldComparisons(show.condition(), true);
        try (SchemaReader reader = reader(show.database(), show.condition())) {
            if (!metadata.databases().contains(reader.database())) {
                return List.of();
            }
            List<Source.Measurement> sources =
                    show.source() == null ? List.of() : List.of(show.source());
            List<String> names = List.copyOf(reader.measurements(sources));
            return table(
                    "measurements",
                    List.of("name"),
                    Rows.of(Rows.slice(names, show.limit(), show.offset())));
        }
    }

    /** SLIMIT and SOFFSET have no effect, as in InfluxDB. */
    public List<ResultSeries> tagKeys(ShowStatement.TagKeys show) {
        try (SchemaReader reader = reader(show.database(), show.condition())) {
            List<ResultSeries> out = new ArrayList<>();
            reader.series(show.sources())
                    .forEach(
                            (measurement, series) -> {
                                List<Object[]> keys =
                                        Rows.slice(
                                                Rows.of(keys(series)), show.limit(), show.offset());
                                out.addAll(table(measurement, List.of("tagKey"), keys));
                            });
            return out;
        }
    }

    static SortedSet<String> keys(SortedSet<SeriesKey> series) {
        SortedSet<String> keys = new TreeSet<>();
        series.forEach(each -> keys.addAll(each.tags().keySet()));
        return keys;
    }

    public List<ResultSeries> tagValues(ShowStatement.TagValues show) {
        List<ResultSeries> out = new ArrayList<>();
        new TagValueReader(shards, metadata, context)
                .values(
                        show.database(),
                        show.sources(),
                        KeyFilter.of(show.keys()),
                        show.condition(),
                        false)
                .forEach(
                        (measurement, pairs) -> {
                            List<Object[]> rows =
                                    Rows.slice(pairRows(pairs), show.limit(), show.offset());
                            out.addAll(table(measurement, List.of("key", "value"), rows));
                        });
        return out;
    }

    private static List<Object[]> pairRows(SortedMap<String, SortedSet<String>> pairs) {
        List<Object[]> rows = new ArrayList<>();
        pairs.forEach(
                (key, values) -> values.forEach(value -> rows.add(new Object[] {key, value})));
        return rows;
    }

    public List<ResultSeries> fieldKeys(ShowStatement.FieldKeys show) {
        try (SchemaReader reader = reader(show.database(), null)) {
            List<ResultSeries> out = new ArrayList<>();
            reader.fields(show.sources())
                    .forEach(
                            (measurement, fields) ->
                                    out.addAll(
                                            table(
                                                    measurement,
                                                    List.of("fieldKey", "fieldType"),
                                                    Rows.slice(
                                                            fieldRows(fields),
                                                            show.limit(),
                                                            show.offset()))));
            return out;
        }
    }

    private static List<Object[]> fieldRows(SortedMap<String, SortedSet<FieldType>> fields) {
        List<Object[]> rows = new ArrayList<>();
        fields.forEach(
                (name, types) ->
                        types.forEach(type -> rows.add(new Object[] {name, type.influxName()})));
        return rows;
    }

    public List<ResultSeries> series(ShowStatement.Series show) {
        refuseFieldComparisons(show.condition(), false);
        try (SchemaReader reader = reader(show.database(), show.condition())) {
            SortedMap<SeriesKey, String> keys = new TreeMap<>();
            reader.series(show.sources())
                    .values()
                    .forEach(each -> each.forEach(key -> keys.put(key, key.toString())));
            return table(
                    null,
                    List.of("key"),
                    Rows.of(Rows.slice(List.copyOf(keys.values()), show.limit(), show.offset())));
        }
    }

    private SchemaReader reader(String database, Expr condition) {
        return new SchemaReader(shards, metadata, context, database, condition);
    }

    /** No rows: no table. */
    private static List<ResultSeries> table(
            String name, List<String> columns, List<Object[]> rows) {
        return rows.isEmpty() ? List.of() : List.of(ResultSeries.table(name, columns, rows));
    }

    /** Where series are meant, a comparison must be one of tags; InfluxDB's words. */
    private static void refuseFieldComparisons(Expr condition, boolean stringsOnly) {
        if (condition instanceof Expr.Paren paren) {
            refuseFieldComparisons(paren.inner(), stringsOnly);
        } else if (condition instanceof Expr.Binary binary) {
            if (binary.operator().logical()) {
                refuseFieldComparisons(binary.left(), stringsOnly);
                refuseFieldComparisons(binary.right(), stringsOnly);
                return;
            }
            boolean ordered =
                    binary.operator().comparison()
                            && binary.operator() != binary.operator().mirrored();
            boolean ofTime = binary.left() instanceof Expr.VarRef ref && ref.isTime();
            if (ordered && !ofTime) {
                throw new QueryException("invalid tag comparison operator");
            }
            boolean equality =
                    binary.operator() == Operator.EQ || binary.operator() == Operator.NEQ;
            if (stringsOnly && equality && !(binary.right() instanceof Expr.StringLiteral)) {
                throw new QueryException(
                        "right side of '"
                                + binary.operator().text()
                                + "' must be a tag value string");
            }
        }
    }
}
