package io.annealdb.query;

import io.annealdb.query.ast.SelectStatement;
import io.annealdb.query.exec.SelectStart;

/** Answers SELECT from shards. Stateless: any number of threads may use one. */
public final class SelectExecutor {
    private final ShardCatalog shards;

    public SelectExecutor(ShardCatalog shards) {
        this.shards = shards;
    }

    /**
     * Begins to answer. What is wrong with the statement is thrown here; what goes wrong while
     * shards are read, by the result.
     *
     * @throws QueryException with InfluxDB's text
     */
    public QueryResult execute(SelectStatement statement, QueryContext context) {
        return new SelectStart(shards, context).begin(statement);
    }
}
