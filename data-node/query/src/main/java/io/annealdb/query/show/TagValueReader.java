package io.annealdb.query.show;

import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.query.MetadataCatalog;
import io.annealdb.query.QueryContext;
import io.annealdb.query.ShardCatalog;
import io.annealdb.query.ast.Expr;
import io.annealdb.query.ast.Source;
import io.annealdb.query.plan.SeriesFilter;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The values of tags. In a condition the name {@code value} means the value that is listed, as in
 * InfluxDB 1.8.
 */
final class TagValueReader {
    private final ShardCatalog shards;
    private final MetadataCatalog metadata;
    private final QueryContext context;

    TagValueReader(ShardCatalog shards, MetadataCatalog metadata, QueryContext context) {
        this.shards = shards;
        this.metadata = metadata;
        this.context = context;
    }

    /**
     * By measurement, then key: the values, sorted.
     *
     * @param present whether a negated comparison asks for series that have the tag
     */
    SortedMap<String, SortedMap<String, SortedSet<String>>> values(
            String database,
            List<Source.Measurement> sources,
            Predicate<String> keys,
            Expr condition,
            boolean present) {
        boolean byValue = speaksOfValue(condition);
        SortedMap<String, SortedMap<String, SortedSet<String>>> out = new TreeMap<>();
        try (SchemaReader reader =
                new SchemaReader(shards, metadata, context, database, condition)) {
            SeriesPredicate valued =
                    byValue ? SeriesFilter.of(reader.condition(), name -> false).series() : null;
            reader.series(
                            sources,
                            predicate ->
                                    byValue
                                            ? new SeriesPredicate.Every()
                                            : present ? present(predicate) : predicate)
                    .forEach(
                            (measurement, series) -> {
                                SortedMap<String, SortedSet<String>> pairs =
                                        pairs(series, keys, valued);
                                if (!pairs.isEmpty()) {
                                    out.put(measurement, pairs);
                                }
                            });
        }
        return out;
    }

    private static SortedMap<String, SortedSet<String>> pairs(
            SortedSet<SeriesKey> series, Predicate<String> keys, SeriesPredicate valued) {
        SortedMap<String, SortedSet<String>> out = new TreeMap<>();
        for (SeriesKey each : series) {
            each.tags()
                    .forEach(
                            (key, value) -> {
                                boolean wanted =
                                        keys.test(key)
                                                && (valued == null
                                                        || valued.matches(named(each, value)));
                                if (wanted) {
                                    out.computeIfAbsent(key, k -> new TreeSet<>()).add(value);
                                }
                            });
        }
        return out;
    }

    /** The series as it would be with the listed value as a tag named {@code value}. */
    private static SeriesKey named(SeriesKey series, String value) {
        Map<String, String> tags = new TreeMap<>(series.tags());
        tags.putIfAbsent("value", value);
        return SeriesKey.of(series.measurement(), tags);
    }

    private static boolean speaksOfValue(Expr expr) {
        if (expr instanceof Expr.Paren paren) {
            return speaksOfValue(paren.inner());
        }
        if (expr instanceof Expr.Binary binary) {
            return speaksOfValue(binary.left()) || speaksOfValue(binary.right());
        }
        return expr instanceof Expr.VarRef ref && ref.name().equals("value");
    }

    private static SeriesPredicate present(SeriesPredicate predicate) {
        if (predicate instanceof SeriesPredicate.All all) {
            return new SeriesPredicate.All(
                    all.parts().stream().map(TagValueReader::present).toList());
        }
        if (predicate instanceof SeriesPredicate.Any any) {
            return new SeriesPredicate.Any(
                    any.parts().stream().map(TagValueReader::present).toList());
        }
        String tag = null;
        if (predicate instanceof SeriesPredicate.Not not) {
            if (not.inner() instanceof SeriesPredicate.TagIs is) {
                tag = is.tag();
            } else if (not.inner() instanceof SeriesPredicate.TagMatches matches) {
                tag = matches.tag();
            }
        }
        return tag == null
                ? predicate
                : new SeriesPredicate.All(
                        List.of(
                                predicate,
                                new SeriesPredicate.Not(new SeriesPredicate.TagIs(tag, ""))));
    }
}
