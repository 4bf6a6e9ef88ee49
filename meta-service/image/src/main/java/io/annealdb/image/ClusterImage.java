package io.annealdb.image;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.digest.HashKey;
import io.annealdb.proto.ImageProto;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What all of meta's records lead to, at one version: nodes, databases, shards and their owners,
 * repair jobs. Immutable; an image is succeeded by {@link #apply}, not changed. The same records in
 * the same order lead to equal images everywhere.
 */
public final class ClusterImage {
    /** Before the first record. */
    public static final ClusterImage EMPTY = new ClusterImage(new ImageDraft());

    private final String clusterId;
    private final long version;
    private final HashKey hashKey;
    private final List<DataNodeInfo> dataNodes;
    private final List<MetaNodeInfo> metaNodes;
    private final List<DatabaseInfo> databases;
    private final List<RepairJobInfo> repairs;
    private final RepairConfig repairConfig;
    private final List<AcceptedLoss> acceptedLosses;
    private final SortedMap<ShardId, Certificate> certificates;
    private final int defaultReplication;
    private final NextNumbers next;
    private Map<ShardId, ShardPlace> places; // racy cache of an immutable value

    ClusterImage(ImageDraft draft) {
        clusterId = draft.clusterId;
        version = draft.version;
        hashKey = draft.hashKey;
        dataNodes = List.copyOf(draft.dataNodes);
        metaNodes = List.copyOf(draft.metaNodes);
        databases = List.copyOf(draft.databases);
        repairs = List.copyOf(draft.repairs);
        repairConfig = draft.repairConfig;
        acceptedLosses = List.copyOf(draft.acceptedLosses);
        certificates = Collections.unmodifiableSortedMap(new TreeMap<>(draft.certificates));
        defaultReplication = draft.defaultReplication;
        next = draft.next;
    }

    /** {@code ""} until the first leader has drawn one. */
    public String clusterId() {
        return clusterId;
    }

    /** Counts records; a higher one is newer. */
    public long version() {
        return version;
    }

    /** The key of the digests of new shards; each shard's own is in its grid. */
    public HashKey hashKey() {
        return hashKey;
    }

    /** By id. */
    public List<DataNodeInfo> dataNodes() {
        return dataNodes;
    }

    /** By name. */
    public List<MetaNodeInfo> metaNodes() {
        return metaNodes;
    }

    /** By id: in the order of their creation. */
    public List<DatabaseInfo> databases() {
        return databases;
    }

    /** Jobs that have not ended, and the last ones that have, by id. */
    public List<RepairJobInfo> repairs() {
        return repairs;
    }

    public RepairConfig repairConfig() {
        return repairConfig;
    }

    public List<AcceptedLoss> acceptedLosses() {
        return acceptedLosses;
    }

    /** The newest of each shard that has settled, by shard. */
    public Collection<Certificate> certificates() {
        return certificates.values();
    }

    /** Empty if the shard never settled, or its loss was accepted since. */
    public Optional<Certificate> certificate(ShardId shard) {
        return Optional.ofNullable(certificates.get(shard));
    }

    /** What a new policy gets that names no replication; 0: min(3, data nodes). */
    public int defaultReplication() {
        return defaultReplication;
    }

    public NextNumbers next() {
        return next;
    }

    public Optional<DatabaseInfo> database(String name) {
        return databases.stream().filter(database -> database.name().equals(name)).findFirst();
    }

    public Optional<DatabaseInfo> database(long id) {
        return databases.stream().filter(database -> database.id() == id).findFirst();
    }

    /** A policy by name; the database's default one for null or {@code ""}. */
    public Optional<RetentionPolicyInfo> policy(String database, String policyOrNull) {
        return database(database).flatMap(found -> found.policy(policyOrNull));
    }

    /** The group of a policy that holds a time, ns. */
    public Optional<ShardGroupInfo> groupAt(RetentionPolicyInfo policy, long time) {
        return policy.groupAt(time);
    }

    public Optional<ShardPlace> shard(ShardId id) {
        return Optional.ofNullable(places().get(id));
    }

    /** Every shard, by database, policy, time and number. */
    public Collection<ShardPlace> shards() {
        return places().values();
    }

    /** The shards that a node owns. */
    public List<ShardPlace> shardsOf(NodeId node) {
        return shards().stream().filter(place -> place.shard().owner(node).isPresent()).toList();
    }

    public Optional<DataNodeInfo> dataNode(NodeId id) {
        return dataNodes.stream().filter(node -> node.id().equals(id)).findFirst();
    }

    public Optional<DataNodeInfo> dataNode(String name) {
        return dataNodes.stream().filter(node -> node.name().equals(name)).findFirst();
    }

    public Optional<RepairJobInfo> repair(long id) {
        return repairs.stream().filter(job -> job.id() == id).findFirst();
    }

    /**
     * The shards with fewer owners than their policy wants: fewer nodes lived when they were made.
     */
    public List<ShardPlace> underReplicated() {
        return shards().stream()
                .filter(place -> place.shard().owners().size() < place.policy().replication())
                .toList();
    }

    private Map<ShardId, ShardPlace> places() {
        Map<ShardId, ShardPlace> known = places;
        if (known == null) {
            Map<ShardId, ShardPlace> found = new LinkedHashMap<>();
            for (DatabaseInfo database : databases) {
                for (RetentionPolicyInfo policy : database.policies()) {
                    for (ShardGroupInfo group : policy.groups()) {
                        for (ShardInfo shard : group.shards()) {
                            found.put(shard.id(), new ShardPlace(database, policy, group, shard));
                        }
                    }
                }
            }
            known = Collections.unmodifiableMap(found);
            places = known;
        }
        return known;
    }

    /** The image after one more record. */
    public ClusterImage apply(MetaRecord record) {
        return new ImageDraft(this).apply(record).build();
    }

    /** The image after some more records, in order. */
    public ClusterImage apply(List<MetaRecord> records) {
        ImageDraft draft = new ImageDraft(this);
        records.forEach(draft::apply);
        return records.isEmpty() ? this : draft.build();
    }

    public ImageProto toProto() {
        return ImageCodec.encode(this);
    }

    /**
     * @throws IllegalArgumentException if it says what cannot be
     */
    public static ClusterImage fromProto(ImageProto proto) {
        return ImageCodec.decode(proto);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClusterImage that
                && version == that.version
                && clusterId.equals(that.clusterId)
                && hashKey.equals(that.hashKey)
                && dataNodes.equals(that.dataNodes)
                && metaNodes.equals(that.metaNodes)
                && databases.equals(that.databases)
                && repairs.equals(that.repairs)
                && repairConfig.equals(that.repairConfig)
                && acceptedLosses.equals(that.acceptedLosses)
                && certificates.equals(that.certificates)
                && defaultReplication == that.defaultReplication
                && next.equals(that.next);
    }

    @Override
    public int hashCode() {
        return Objects.hash(clusterId, version);
    }

    @Override
    public String toString() {
        return "image " + version + " of cluster " + clusterId;
    }
}
