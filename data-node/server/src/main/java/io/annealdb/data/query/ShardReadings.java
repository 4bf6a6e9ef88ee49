package io.annealdb.data.query;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.query.QueryException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the shards of one statement are read, and what came of it. A shard that no whole owner can be
 * read of is noted, never passed over: missing is not empty (repair.md O2). Once sealed, nothing
 * may become incomplete any more. For one thread.
 */
final class ShardReadings {
    private final QueryRequest request;
    private final SortedMap<ShardId, String> incomplete = new TreeMap<>();
    private final Set<NodeId> unreachable = new HashSet<>();
    private boolean sealed;

    ShardReadings(QueryRequest request) {
        this.request = request;
    }

    ReadMode mode() {
        return request.mode();
    }

    /**
     * Notes that a shard is not read from a whole owner.
     *
     * @param why ends the sentence "shard 7: …"
     * @throws QueryException if the client wants all or nothing, or has read the headers already
     */
    void noteIncomplete(ShardId shard, String why) {
        if (request.requireComplete()) {
            throw new QueryException("shard " + shard + ": " + why + "; complete answer required");
        }
        if (sealed && !incomplete.containsKey(shard)) {
            throw new QueryException("shard " + shard + ": " + why + "; query again");
        }
        incomplete.put(shard, why);
    }

    SortedMap<ShardId, String> incomplete() {
        return Collections.unmodifiableSortedMap(incomplete);
    }

    void seal() {
        sealed = true;
    }

    /** A node that did not answer is not asked again in this statement. */
    void noteUnreachable(NodeId node) {
        unreachable.add(node);
    }

    boolean reachable(NodeId node) {
        return !unreachable.contains(node);
    }
}
