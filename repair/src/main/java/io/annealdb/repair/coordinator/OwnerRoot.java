package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.repair.compare.ReplicaHealth;

/**
 * What one owner says of its copy of a shard.
 *
 * @param root the empty root if it has nothing; {@link ShardRoot#untold} if it failed to say
 * @param bytes on its disk
 * @param rows held
 * @param trouble why it is not whole; else empty
 */
public record OwnerRoot(
        NodeId owner,
        ReplicaHealth health,
        ShardRoot root,
        long bytes,
        long rows,
        String trouble,
        Settling settling) {
    /** Of a copy that has not settled. */
    public OwnerRoot(
            NodeId owner,
            ReplicaHealth health,
            ShardRoot root,
            long bytes,
            long rows,
            String trouble) {
        this(owner, health, root, bytes, rows, trouble, Settling.NONE);
    }

    /** Whether this copy can make others whole: it never lost anything. */
    public boolean whole() {
        return health == ReplicaHealth.WHOLE;
    }
}
