package io.annealdb.data.query;

import io.annealdb.data.image.ClusterView;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.DatabaseInfo;
import io.annealdb.image.RetentionPolicyInfo;
import io.annealdb.image.ShardGroupInfo;
import io.annealdb.image.ShardInfo;
import io.annealdb.meta.client.MetaUnavailableException;
import io.annealdb.query.MetadataCatalog;
import io.annealdb.query.QueryException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What SHOW tells of databases, policies and shards, out of the cluster image. */
final class ImageCatalog implements MetadataCatalog {
    private final ClusterView cluster;

    ImageCatalog(ClusterView cluster) {
        this.cluster = cluster;
    }

    @Override
    public List<String> databases() {
        return cluster.image().databases().stream().map(DatabaseInfo::name).sorted().toList();
    }

    @Override
    public List<Policy> policies(String name) {
        DatabaseInfo database;
        try {
            database =
                    cluster.database(name)
                            .orElseThrow(() -> new QueryException("database not found: " + name));
        } catch (MetaUnavailableException e) {
            throw QueryException.passing(e.getMessage(), e);
        }
        return database.policies().stream()
                .map(
                        policy ->
                                new Policy(
                                        policy.name(),
                                        policy.duration(),
                                        policy.groupDuration(),
                                        policy.replication(),
                                        policy.name().equals(database.defaultPolicy())))
                .toList();
    }

    @Override
    public List<Group> groups() {
        ClusterImage image = cluster.image();
        List<Group> groups = new ArrayList<>();
        for (DatabaseInfo database : image.databases()) {
            for (RetentionPolicyInfo policy : database.policies()) {
                for (ShardGroupInfo group : policy.groups()) {
                    groups.add(group(image, database, policy, group));
                }
            }
        }
        groups.sort(Comparator.comparingLong(Group::id));
        return groups;
    }

    private static Group group(
            ClusterImage image,
            DatabaseInfo database,
            RetentionPolicyInfo policy,
            ShardGroupInfo group) {
        long expiry = policy.duration() == 0 ? 0 : group.range().end() + policy.duration();
        return new Group(
                group.id(),
                database.name(),
                policy.name(),
                group.range().start(),
                group.range().end(),
                expiry,
                group.shards().stream().map(shard -> shard(image, shard)).toList());
    }

    private static Shard shard(ClusterImage image, ShardInfo shard) {
        return new Shard(
                shard.id().value(),
                shard.ownerNodes().stream()
                        .map(
                                node ->
                                        image.dataNode(node)
                                                .map(known -> known.name())
                                                .orElse(node.toString()))
                        .toList());
    }
}
