package io.annealdb.query.ast;

import java.util.List;

/**
 * A SELECT as it was written.
 *
 * @param into null where the rows go to the client
 * @param condition null without WHERE
 * @param ascending false only for ORDER BY time DESC
 * @param limit rows of a series, 0 for all; likewise offset, and series limit and offset
 * @param timeZone the name in tz('…'), null without
 */
public record SelectStatement(
        List<Field> fields,
        Source.Measurement into,
        List<Source> sources,
        Expr condition,
        List<Expr> dimensions,
        Fill fill,
        boolean ascending,
        boolean ordered,
        long limit,
        long offset,
        long seriesLimit,
        long seriesOffset,
        String timeZone)
        implements Statement {
    /** A column wanted; the alias is null where none is written. */
    public record Field(Expr expression, String alias) {
        @Override
        public String toString() {
            return alias == null ? expression.toString() : expression + " AS " + Text.ident(alias);
        }
    }

    public SelectStatement {
        fields = List.copyOf(fields);
        sources = List.copyOf(sources);
        dimensions = List.copyOf(dimensions);
    }

    @Override
    public boolean changes() {
        return into != null;
    }

    @Override
    public String toString() {
        return "SELECT "
                + Text.list(fields)
                + Text.clause("INTO", into)
                + Text.from(sources)
                + Text.clause("WHERE", condition)
                + (dimensions.isEmpty() ? "" : " GROUP BY " + Text.list(dimensions))
                + fill
                + (ordered ? " ORDER BY time " + (ascending ? "ASC" : "DESC") : "")
                + Text.count("LIMIT", limit)
                + Text.count("OFFSET", offset)
                + Text.count("SLIMIT", seriesLimit)
                + Text.count("SOFFSET", seriesOffset)
                + (timeZone == null ? "" : " TZ(" + Text.string(timeZone) + ")");
    }
}
