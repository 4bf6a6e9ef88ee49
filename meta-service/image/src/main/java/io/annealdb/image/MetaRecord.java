package io.annealdb.image;

import io.annealdb.points.digest.HashKey;
import java.util.List;

/**
 * One change of the cluster: the whole set on one screen. {@link ClusterImage#apply} takes each to
 * the next image; {@link Decisions} is the only one that makes them.
 */
public sealed interface MetaRecord {
    record ClusterInitialised(String clusterId, HashKey hashKey, int defaultReplication)
            implements MetaRecord {}

    /** New, or back with another incarnation. */
    record DataNodeRegistered(DataNodeInfo node) implements MetaRecord {}

    record MetaNodeRegistered(MetaNodeInfo node) implements MetaRecord {}

    record DatabaseCreated(long id, String name) implements MetaRecord {}

    record DatabaseDropped(String name) implements MetaRecord {}

    /** A policy without groups. */
    record PolicyCreated(String database, RetentionPolicyInfo policy) implements MetaRecord {}

    record PolicyAltered(
            String database, String policy, long duration, long groupDuration, int replication)
            implements MetaRecord {}

    record DefaultPolicySet(String database, String policy) implements MetaRecord {}

    record PolicyDropped(String database, String policy) implements MetaRecord {}

    record GroupCreated(String database, String policy, ShardGroupInfo group)
            implements MetaRecord {}

    record GroupDropped(String database, String policy, long groupId) implements MetaRecord {}

    record RepairCreated(RepairJobInfo job) implements MetaRecord {}

    /**
     * @param at millis since 1970
     */
    record RepairStateSet(long id, RepairState state, long at, String failure)
            implements MetaRecord {}

    record ShardRepairRecorded(long id, ShardRepairInfo shard, long gatherBytes)
            implements MetaRecord {}

    record EqualityPromised(long id, PromiseInfo promise) implements MetaRecord {}

    /** Only so many ended jobs are kept. */
    record RepairForgotten(long id) implements MetaRecord {}

    record RepairConfigured(RepairConfig config) implements MetaRecord {}

    /** What owners held is lost, and with it what a certificate says that all of them hold. */
    record LossAccepted(AcceptedLoss loss) implements MetaRecord {}

    /**
     * Each takes the place of its shard's former one.
     *
     * @param certificates at most one a shard
     */
    record CertificatesCommitted(List<Certificate> certificates) implements MetaRecord {
        public CertificatesCommitted {
            certificates = List.copyOf(certificates);
        }
    }
}
