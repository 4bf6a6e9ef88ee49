package io.annealdb.query.show;

import io.annealdb.query.MetadataCatalog;
import io.annealdb.query.QueryContext;
import io.annealdb.query.QueryException;
import io.annealdb.query.ResultSeries;
import io.annealdb.query.ShardCatalog;
import io.annealdb.query.ast.ShowStatement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** SHOW … CARDINALITY. Also what InfluxDB estimates is counted. */
public final class Cardinalities {
    private final ShardCatalog shards;
    private final MetadataCatalog metadata;
    private final QueryContext context;

    public Cardinalities(ShardCatalog shards, MetadataCatalog metadata, QueryContext context) {
        this.shards = shards;
        this.metadata = metadata;
        this.context = context;
    }

    public List<ResultSeries> of(ShowStatement.Cardinality show) {
        TimeRefusal.check("SHOW " + show.counted() + " EXACT CARDINALITY", show.condition());
        if (!show.dimensions().isEmpty()) {
            throw new QueryException("GROUP BY in SHOW CARDINALITY is not supported yet");
        }
        boolean estimate = !show.exact() && show.sources().isEmpty() && show.condition() == null;
        try (SchemaReader reader =
                new SchemaReader(shards, metadata, context, show.database(), show.condition())) {
            return switch (show.counted()) {
                case MEASUREMENT ->
                        total(estimate, reader.measurements(show.sources()).size(), show);
                case SERIES -> {
                    SortedMap<String, Long> counts = sizes(reader.series(show.sources()));
                    yield estimate
                            ? total(true, counts.values().stream().mapToLong(n -> n).sum(), show)
                            : tables(counts, show);
                }
                case TAG_KEY -> {
                    SortedMap<String, Long> counts = new TreeMap<>();
                    reader.series(show.sources())
                            .forEach(
                                    (name, series) ->
                                            counts.put(
                                                    name, (long) SchemaTables.keys(series).size()));
                    yield tables(counts, show);
                }
                case FIELD_KEY -> {
                    SortedMap<String, Long> counts = new TreeMap<>();
                    reader.fields(show.sources())
                            .forEach((name, fields) -> counts.put(name, (long) fields.size()));
                    if (reader.condition() != null) {
                        counts.keySet().retainAll(reader.series(show.sources()).keySet());
                    }
                    yield tables(counts, show);
                }
                case TAG_VALUES -> tables(tagValues(show), show);
            };
        }
    }

    private SortedMap<String, Long> tagValues(ShowStatement.Cardinality show) {
        SortedMap<String, Long> counts = new TreeMap<>();
        new TagValueReader(shards, metadata, context)
                .values(
                        show.database(),
                        show.sources(),
                        KeyFilter.of(show.keys()),
                        show.condition(),
                        true)
                .forEach(
                        (name, pairs) ->
                                counts.put(
                                        name,
                                        pairs.values().stream().mapToLong(Collection::size).sum()));
        return counts;
    }

    private static SortedMap<String, Long> sizes(
            SortedMap<String, ? extends Collection<?>> collections) {
        SortedMap<String, Long> sizes = new TreeMap<>();
        collections.forEach((name, each) -> sizes.put(name, (long) each.size()));
        return sizes;
    }

    private static List<ResultSeries> total(
            boolean estimate, long count, ShowStatement.Cardinality show) {
        List<Object[]> rows = Rows.slice(Rows.of(List.of(count)), show.limit(), show.offset());
        return rows.isEmpty()
                ? List.of()
                : List.of(
                        ResultSeries.table(
                                null,
                                List.of(estimate ? "cardinality estimation" : "count"),
                                rows));
    }

    private static List<ResultSeries> tables(
            SortedMap<String, Long> counts, ShowStatement.Cardinality show) {
        List<ResultSeries> out = new ArrayList<>();
        counts.forEach(
                (name, count) -> {
                    List<Object[]> rows =
                            Rows.slice(Rows.of(List.of(count)), show.limit(), show.offset());
                    if (count > 0 && !rows.isEmpty()) {
                        out.add(ResultSeries.table(name, List.of("count"), rows));
                    }
                });
        return out;
    }
}
