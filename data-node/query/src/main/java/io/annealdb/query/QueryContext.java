package io.annealdb.query;

import java.util.function.BooleanSupplier;

/**
 * What a statement runs under.
 *
 * @param database the request's {@code db}; null or empty where none is given
 * @param retentionPolicy the request's {@code rp}; null or empty means the database's default
 * @param now ns since 1970: the one value of {@code now()} in the statement
 * @param cancelled asked now and then; once true the statement ends with an error
 */
public record QueryContext(
        String database,
        String retentionPolicy,
        long now,
        QueryLimits limits,
        BooleanSupplier cancelled) {
    public QueryContext {
        database = database == null ? "" : database;
        retentionPolicy =
                retentionPolicy == null || retentionPolicy.isEmpty() ? null : retentionPolicy;
    }

    /** The database to use where a statement may name one of its own. */
    public String databaseOr(String named) {
        if (named != null && !named.isEmpty()) {
            return named;
        }
        if (database.isEmpty()) {
            throw new QueryException("database name required");
        }
        return database;
    }

    public void checkCancelled() {
        if (cancelled.getAsBoolean()) {
            throw new QueryException("query killed");
        }
    }
}
