package io.annealdb.query;

import io.annealdb.query.ast.ShowStatement;

/** Answers SHOW from shards and from what meta records. Stateless. */
public final class ShowExecutor {
    private final ShardCatalog shards;
    private final MetadataCatalog metadata;

    public ShowExecutor(ShardCatalog shards, MetadataCatalog metadata) {
        this.shards = shards;
        this.metadata = metadata;
    }

    /**
     * @throws QueryException with InfluxDB's text, or saying that the statement is not answered yet
     */
    public QueryResult execute(ShowStatement statement, QueryContext context) {
        throw new QueryException("SHOW is not answered yet");
    }
}
