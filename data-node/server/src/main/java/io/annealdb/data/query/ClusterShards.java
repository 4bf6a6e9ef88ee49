package io.annealdb.data.query;

import io.annealdb.data.image.ClusterView;
import io.annealdb.data.peer.Peers;
import io.annealdb.data.peer.ShardReads;
import io.annealdb.image.DatabaseInfo;
import io.annealdb.image.RetentionPolicyInfo;
import io.annealdb.image.ShardGroupInfo;
import io.annealdb.image.ShardInfo;
import io.annealdb.meta.client.MetaUnavailableException;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.query.QueryException;
import io.annealdb.query.ShardCatalog;
import io.annealdb.query.ShardSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The shards of the cluster as queries see them. Any thread may use it. */
final class ClusterShards {
    private final ClusterView cluster;
    private final NodeId self;
    private final ShardReads own;
    private final Function<ShardId, String> ownTrouble;
    private final Peers peers;
    private final OwnerChoice owners;

    /**
     * @param own this node's copies
     * @param ownTrouble why this node's copy of a shard is not whole; empty if it is
     */
    ClusterShards(
            ClusterView cluster,
            NodeId self,
            ShardReads own,
            Function<ShardId, String> ownTrouble,
            Peers peers,
            OwnerChoice owners) {
        this.cluster = cluster;
        this.self = self;
        this.own = own;
        this.ownTrouble = ownTrouble;
        this.peers = peers;
        this.owners = owners;
    }

    /** The shards as one statement reads them; what it reads in part is noted in its readings. */
    ShardCatalog readBy(ShardReadings readings) {
        return (database, retentionPolicy, minTime, maxTime) -> {
            List<ShardSource> sources = new ArrayList<>();
            for (ShardGroupInfo group : policy(database, retentionPolicy).groups()) {
                boolean overlaps =
                        group.range().start() <= maxTime && minTime < group.range().end();
                for (ShardInfo shard : overlaps ? group.shards() : List.<ShardInfo>of()) {
                    if (readings.mode() == ReadMode.CLUSTER) {
                        sources.add(anyOwner(shard, readings));
                    } else if (shard.owner(self).isPresent()) {
                        sources.add(ownCopy(shard, readings));
                    }
                }
            }
            return sources;
        };
    }

    private FailoverShardSource anyOwner(ShardInfo shard, ShardReadings readings) {
        return new FailoverShardSource(
                        shard.id(),
                        owners.order(shard),
                        node -> node.equals(self) ? own : peers.peer(node),
                        readings)
                .settle();
    }

    private FailoverShardSource ownCopy(ShardInfo shard, ShardReadings readings) {
        FailoverShardSource source =
                FailoverShardSource.ownAsItIs(shard.id(), self, own, readings).settle();
        String trouble = ownTrouble.apply(shard.id());
        if (!trouble.isEmpty()) {
            readings.noteIncomplete(shard.id(), "read as it is here: " + trouble);
        }
        return source;
    }

    private RetentionPolicyInfo policy(String database, String retentionPolicy) {
        DatabaseInfo found = database(database);
        return found.policy(retentionPolicy)
                .orElseThrow(
                        () ->
                                new QueryException(
                                        "retention policy not found: "
                                                + (retentionPolicy == null
                                                        ? found.defaultPolicy()
                                                        : retentionPolicy)));
    }

    private DatabaseInfo database(String name) {
        try {
            return cluster.database(name)
                    .orElseThrow(() -> new QueryException("database not found: " + name));
        } catch (MetaUnavailableException e) {
            throw QueryException.passing(e.getMessage(), e);
        }
    }
}
