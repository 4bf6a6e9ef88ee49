package io.annealdb.repair.compare;

import io.annealdb.points.Delete;
import io.annealdb.points.digest.GridGeometry;
import java.io.IOException;

/** This node's own copy of one shard, as a comparison sees it. May be called from any thread. */
public interface ShardReplica {
    GridGeometry grid();

    ReplicaHealth health();

    /** A consistent state of the copy, deletes applied; what is stored later is not in it. */
    ReplicaSnapshot snapshot() throws IOException;

    /** Stores a delete that was acknowledged before, durably; twice is once. */
    void store(Delete delete) throws IOException;
}
