package io.annealdb.query.exec;

import io.annealdb.query.QueryContext;
import io.annealdb.query.ShardCatalog;
import io.annealdb.query.ShardSource;
import io.annealdb.query.ast.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shards that a statement has opened: each source's once, all closed together. */
public final class OpenShards implements AutoCloseable {
    private record Place(String database, String retentionPolicy) {}

    private final ShardCatalog catalog;
    private final QueryContext context;
    private final long minTime;
    private final long maxTime;
    private final Map<Place, List<ShardSource>> open = new HashMap<>();

    /**
     * @param minTime ns, included
     * @param maxTime ns, included
     */
    public OpenShards(ShardCatalog catalog, QueryContext context, long minTime, long maxTime) {
        this.catalog = catalog;
        this.context = context;
        this.minTime = minTime;
        this.maxTime = maxTime;
    }

    /** The shards of a source; its own database and policy win over the request's. */
    public List<ShardSource> of(Source.Measurement source) {
        String database = context.databaseOr(source.database());
        boolean requestsOwn = database.equals(context.database());
        String policy = source.retentionPolicy();
        if (policy == null && requestsOwn) {
            policy = context.retentionPolicy();
        }
        return of(database, policy);
    }

    /**
     * @param retentionPolicy null for the database's default
     */
    public List<ShardSource> of(String database, String retentionPolicy) {
        Place place = new Place(database, retentionPolicy);
        List<ShardSource> known = open.get(place);
        if (known == null) {
            known = List.copyOf(catalog.open(database, retentionPolicy, minTime, maxTime));
            open.put(place, known);
        }
        return known;
    }

    @Override
    public void close() {
        List<ShardSource> all = new ArrayList<>();
        open.values().forEach(all::addAll);
        open.clear();
        all.forEach(ShardSource::close);
    }
}
