package io.annealdb.data.hint;

import io.annealdb.points.Rows;
import java.util.concurrent.CompletableFuture;

/** Finds the shards of points that were acknowledged before their group was known. */
@FunctionalInterface
public interface UnassignedResolver {
    /** What came of it. */
    enum Resolved {
        /** Stored by every owner, or kept durably for it. */
        DELIVERED,
        /** The database or policy is gone. */
        DROPPED,
        /** Not now. */
        NOT_YET
    }

    /** The future never fails. */
    CompletableFuture<Resolved> resolve(long databaseId, String policy, Rows rows);
}
