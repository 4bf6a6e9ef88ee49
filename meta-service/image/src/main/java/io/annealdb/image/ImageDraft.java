package io.annealdb.image;

import io.annealdb.points.ShardId;
import io.annealdb.points.digest.HashKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The next image while records are applied to it. A record that does not fit the image it is
 * applied to is a bug in {@link Decisions}, and stops.
 */
final class ImageDraft {
    String clusterId = "";
    long version;
    HashKey hashKey = new HashKey(0, 0);
    List<DataNodeInfo> dataNodes = new ArrayList<>();
    List<MetaNodeInfo> metaNodes = new ArrayList<>();
    List<DatabaseInfo> databases = new ArrayList<>();
    List<RepairJobInfo> repairs = new ArrayList<>();
    RepairConfig repairConfig = RepairConfig.DEFAULT;
    List<AcceptedLoss> acceptedLosses = new ArrayList<>();
    SortedMap<ShardId, Certificate> certificates = new TreeMap<>();
    int defaultReplication;
    NextNumbers next = NextNumbers.FIRST;

    ImageDraft() {}

    ImageDraft(ClusterImage image) {
        clusterId = image.clusterId();
        version = image.version();
        hashKey = image.hashKey();
        dataNodes.addAll(image.dataNodes());
        metaNodes.addAll(image.metaNodes());
        databases.addAll(image.databases());
        repairs.addAll(image.repairs());
        repairConfig = image.repairConfig();
        acceptedLosses.addAll(image.acceptedLosses());
        image.certificates().forEach(each -> certificates.put(each.shard(), each));
        defaultReplication = image.defaultReplication();
        next = image.next();
    }

    ClusterImage build() {
        return new ClusterImage(this);
    }

    ImageDraft apply(MetaRecord record) {
        version++;
        if (record instanceof MetaRecord.ClusterInitialised initialised) {
            clusterId = initialised.clusterId();
            hashKey = initialised.hashKey();
            defaultReplication = initialised.defaultReplication();
        } else if (record instanceof MetaRecord.DataNodeRegistered registered) {
            dataNodes.removeIf(node -> node.id().equals(registered.node().id()));
            dataNodes.add(registered.node());
            dataNodes.sort(Comparator.comparing(DataNodeInfo::id));
            next = next.afterNode(registered.node().id().value());
        } else if (record instanceof MetaRecord.MetaNodeRegistered registered) {
            metaNodes.removeIf(node -> node.name().equals(registered.node().name()));
            metaNodes.add(registered.node());
            metaNodes.sort(Comparator.comparing(MetaNodeInfo::name));
        } else if (record instanceof MetaRecord.RepairConfigured configured) {
            repairConfig = configured.config();
        } else if (record instanceof MetaRecord.LossAccepted accepted) {
            acceptedLosses.removeIf(loss -> loss.shard().equals(accepted.loss().shard()));
            acceptedLosses.add(accepted.loss());
            certificates.remove(accepted.loss().shard());
        } else if (record instanceof MetaRecord.CertificatesCommitted committed) {
            committed.certificates().forEach(each -> certificates.put(each.shard(), each));
        } else if (!applyToDatabases(record) && !applyToRepairs(record)) {
            throw new IllegalStateException("no rule for " + record);
        }
        return this;
    }

    private boolean applyToDatabases(MetaRecord record) {
        if (record instanceof MetaRecord.DatabaseCreated created) {
            databases.add(new DatabaseInfo(created.id(), created.name(), "", List.of()));
            next = next.afterDatabase(created.id());
        } else if (record instanceof MetaRecord.DatabaseDropped dropped) {
            databases.remove(databaseAt(dropped.name()));
            forgetDroppedShards();
        } else if (record instanceof MetaRecord.PolicyCreated created) {
            changePolicies(
                    created.database(),
                    policies -> {
                        policies.add(created.policy());
                        return policies;
                    });
        } else if (record instanceof MetaRecord.PolicyAltered altered) {
            changePolicy(
                    altered.database(),
                    altered.policy(),
                    old ->
                            new RetentionPolicyInfo(
                                    old.name(),
                                    altered.duration(),
                                    altered.groupDuration(),
                                    altered.replication(),
                                    old.groups()));
        } else if (record instanceof MetaRecord.DefaultPolicySet set) {
            int at = databaseAt(set.database());
            DatabaseInfo old = databases.get(at);
            databases.set(at, new DatabaseInfo(old.id(), old.name(), set.policy(), old.policies()));
        } else if (record instanceof MetaRecord.PolicyDropped dropped) {
            changePolicies(
                    dropped.database(),
                    policies -> {
                        policies.removeIf(policy -> policy.name().equals(dropped.policy()));
                        return policies;
                    });
            forgetDroppedShards();
        } else if (record instanceof MetaRecord.GroupCreated created) {
            changePolicy(
                    created.database(),
                    created.policy(),
                    old -> {
                        List<ShardGroupInfo> groups = new ArrayList<>(old.groups());
                        groups.add(
                                old.firstGroupAfter(created.group().range().start()),
                                created.group());
                        return old.withGroups(groups);
                    });
            long lastShard =
                    created.group().shards().stream()
                            .mapToLong(shard -> shard.id().value())
                            .max()
                            .orElseThrow();
            next = next.afterGroup(created.group().id(), lastShard);
        } else if (record instanceof MetaRecord.GroupDropped dropped) {
            changePolicy(
                    dropped.database(),
                    dropped.policy(),
                    old ->
                            old.withGroups(
                                    old.groups().stream()
                                            .filter(group -> group.id() != dropped.groupId())
                                            .toList()));
            forgetDroppedShards();
        } else {
            return false;
        }
        return true;
    }

    private boolean applyToRepairs(MetaRecord record) {
        if (record instanceof MetaRecord.RepairCreated created) {
            repairs.add(created.job());
            next = next.afterRepair(created.job().id());
        } else if (record instanceof MetaRecord.RepairStateSet set) {
            changeRepair(set.id(), job -> job.with(set.state(), set.at(), set.failure()));
        } else if (record instanceof MetaRecord.ShardRepairRecorded recorded) {
            changeRepair(recorded.id(), job -> job.with(recorded.shard(), recorded.gatherBytes()));
        } else if (record instanceof MetaRecord.EqualityPromised promised) {
            changeRepair(promised.id(), job -> job.with(promised.promise()));
        } else if (record instanceof MetaRecord.RepairForgotten forgotten) {
            repairs.removeIf(job -> job.id() == forgotten.id());
        } else {
            return false;
        }
        return true;
    }

    private int databaseAt(String name) {
        for (int i = 0; i < databases.size(); i++) {
            if (databases.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalStateException("a record speaks of a database that is not: " + name);
    }

    private void changePolicies(String database, UnaryOperator<List<RetentionPolicyInfo>> change) {
        int at = databaseAt(database);
        DatabaseInfo old = databases.get(at);
        databases.set(
                at,
                new DatabaseInfo(
                        old.id(),
                        old.name(),
                        old.defaultPolicy(),
                        change.apply(new ArrayList<>(old.policies()))));
    }

    private void changePolicy(
            String database, String name, UnaryOperator<RetentionPolicyInfo> change) {
        changePolicies(
                database,
                policies -> {
                    policies.replaceAll(
                            policy -> policy.name().equals(name) ? change.apply(policy) : policy);
                    return policies;
                });
    }

    private void changeRepair(long id, UnaryOperator<RepairJobInfo> change) {
        repairs.replaceAll(job -> job.id() == id ? change.apply(job) : job);
    }

    private void forgetDroppedShards() {
        if (acceptedLosses.isEmpty() && certificates.isEmpty()) {
            return;
        }
        Set<ShardId> living = new HashSet<>();
        for (DatabaseInfo database : databases) {
            for (RetentionPolicyInfo policy : database.policies()) {
                for (ShardGroupInfo group : policy.groups()) {
                    group.shards().forEach(shard -> living.add(shard.id()));
                }
            }
        }
        acceptedLosses.removeIf(loss -> !living.contains(loss.shard()));
        certificates.keySet().retainAll(living);
    }
}
