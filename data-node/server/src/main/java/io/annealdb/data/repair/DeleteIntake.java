package io.annealdb.data.repair;

import io.annealdb.points.Delete;
import io.annealdb.storage.Engine;
import io.annealdb.storage.Shard;
import java.io.IOException;

/**
 * Takes the deletes that repair brings: for the later shards of the database (repair.md D2), of
 * which an emptied folder or a new node knows nothing, and into the shard. In that order: a delete
 * that is in the shard is not brought again.
 */
record DeleteIntake(Engine engine, Shard shard) {
    void store(Delete delete) throws IOException {
        engine.keepForNewShards(shard.spec().database(), delete);
        shard.store(delete);
    }
}
