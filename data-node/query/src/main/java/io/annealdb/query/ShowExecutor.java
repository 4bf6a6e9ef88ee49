package io.annealdb.query;

import io.annealdb.query.ast.ShowStatement;
import io.annealdb.query.show.Cardinalities;
import io.annealdb.query.show.MetadataTables;
import io.annealdb.query.show.SchemaTables;
import java.util.List;

/**
 * Answers SHOW from shards and from what meta records. Stateless: any number of threads may use
 * one.
 */
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
        return QueryResult.of(tables(statement, context));
    }

    private List<ResultSeries> tables(ShowStatement statement, QueryContext context) {
        MetadataTables meta = new MetadataTables(metadata);
        if (statement instanceof ShowStatement.Databases) {
            return meta.databases();
        }
        if (statement instanceof ShowStatement.RetentionPolicies show) {
            return meta.retentionPolicies(context.databaseOr(show.database()));
        }
        if (statement instanceof ShowStatement.Shards) {
            return meta.shards();
        }
        if (statement instanceof ShowStatement.ShardGroups) {
            return meta.shardGroups();
        }
        if (statement instanceof ShowStatement.Users) {
            return meta.users();
        }
        if (statement instanceof ShowStatement.ContinuousQueries) {
            return meta.continuousQueries();
        }
        if (statement instanceof ShowStatement.Subscriptions) {
            return List.of();
        }
        if (statement instanceof ShowStatement.Grants) {
            throw new QueryException("user not found");
        }
        if (statement instanceof ShowStatement.Cardinality show) {
            return new Cardinalities(shards, metadata, context).of(show);
        }
        SchemaTables schema = new SchemaTables(shards, metadata, context);
        if (statement instanceof ShowStatement.Measurements show) {
            return schema.measurements(show);
        }
        if (statement instanceof ShowStatement.TagKeys show) {
            return schema.tagKeys(show);
        }
        if (statement instanceof ShowStatement.TagValues show) {
            return schema.tagValues(show);
        }
        if (statement instanceof ShowStatement.FieldKeys show) {
            return schema.fieldKeys(show);
        }
        if (statement instanceof ShowStatement.Series show) {
            return schema.series(show);
        }
        throw new QueryException(statement + " is not supported yet");
    }
}
