package io.annealdb.repair.antientropy;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.repair.coordinator.OwnerRoots;
import io.annealdb.repair.coordinator.OwnerUnavailableException;
import java.time.Instant;
import java.util.List;

/** What background anti-entropy sees of the cluster. */
public interface ClusterWatch {
    /** As they are set at this moment. */
    AntiEntropySettings settings(Instant now);

    /** Every shard of the cluster, by the newest image and the last heartbeats. */
    List<ShardFacts> shards();

    /** Background jobs that are queued or run. */
    int jobs();

    /**
     * Roots of some shards of one owner, which it has at hand: no fence, nothing read from its
     * disk.
     *
     * @param shards at most 64
     */
    OwnerRoots roots(NodeId owner, List<ShardId> shards) throws OwnerUnavailableException;
}
