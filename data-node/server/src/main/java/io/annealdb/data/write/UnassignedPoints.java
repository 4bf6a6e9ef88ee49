package io.annealdb.data.write;

import io.annealdb.data.hint.MissedWrites;
import io.annealdb.data.hint.UnassignedResolver;
import io.annealdb.data.image.ImageCache;
import io.annealdb.data.peer.ReplicaReply;
import io.annealdb.data.peer.ShardWrite;
import io.annealdb.data.write.ShardMapper.Mapped;
import io.annealdb.data.write.ShardMapper.Part;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.DatabaseInfo;
import io.annealdb.image.Owner;
import io.annealdb.image.RetentionPolicyInfo;
import io.annealdb.meta.client.MetaUnavailableException;
import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Points that were acknowledged at {@code any} before their shard group was known: once meta is
 * back, they go to all owners under their first stamp, or into the owners' hint queues.
 */
public final class UnassignedPoints implements UnassignedResolver {
    private final ImageCache images;
    private final OwnerLink link;
    private final MissedWrites missed;
    private final InstantSource clock;

    public UnassignedPoints(
            ImageCache images, OwnerLink link, MissedWrites missed, InstantSource clock) {
        this.images = images;
        this.link = link;
        this.missed = missed;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Resolved> resolve(long databaseId, String policy, Rows rows) {
        try {
            return deliver(databaseId, policy, rows);
        } catch (MetaUnavailableException e) {
            return CompletableFuture.completedFuture(Resolved.NOT_YET);
        }
    }

    private CompletableFuture<Resolved> deliver(long databaseId, String policyName, Rows rows)
            throws MetaUnavailableException {
        ClusterImage image = images.linearizable();
        Optional<DatabaseInfo> database = image.database(databaseId);
        Optional<RetentionPolicyInfo> policy = database.flatMap(db -> db.policy(policyName));
        if (policy.isEmpty()) {
            return CompletableFuture.completedFuture(Resolved.DROPPED);
        }
        long now = TimeUnit.MILLISECONDS.toNanos(clock.millis());
        Mapped mapped = ShardMapper.map(policy.get(), rows, now);
        if (!mapped.missing().isEmpty()) {
            List<NodeId> living = image.dataNodes().stream().map(node -> node.id()).toList();
            image =
                    images.ensureGroups(
                            database.get().name(), policyName, mapped.missing(), living);
            policy = image.database(databaseId).flatMap(db -> db.policy(policyName));
            if (policy.isEmpty()) {
                return CompletableFuture.completedFuture(Resolved.DROPPED);
            }
            mapped = ShardMapper.map(policy.get(), rows, now);
        }
        List<CompletableFuture<Boolean>> parts =
                mapped.parts().stream().map(part -> deliver(databaseId, part)).toList();
        boolean everyTime = mapped.missing().isEmpty();
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(
                        none ->
                                everyTime && parts.stream().allMatch(CompletableFuture::join)
                                        ? Resolved.DELIVERED
                                        : Resolved.NOT_YET);
    }

    /** What becomes of the points of one shard at one of its owners. */
    private enum Whereabouts {
        /** It has them, or needs them no more, or a hint for it holds them. */
        HELD,
        /** It lacks them, and a debt says so: a repair brings them, if they are anywhere. */
        OWED,
        NOWHERE
    }

    /** True if nothing more is to be done: every owner is seen to, and somebody has the points. */
    private CompletableFuture<Boolean> deliver(long databaseId, Part part) {
        ShardWrite write = new ShardWrite(part.shard().id(), databaseId, part.rows(), false);
        List<CompletableFuture<Whereabouts>> owners = new ArrayList<>();
        for (Owner owner : part.shard().owners()) {
            owners.add(
                    link.send(owner.node(), write)
                            .handle((reply, failure) -> whereabouts(owner.node(), write, reply)));
        }
        return CompletableFuture.allOf(owners.toArray(CompletableFuture[]::new))
                .thenApply(
                        none -> {
                            Set<Whereabouts> all =
                                    owners.stream()
                                            .map(CompletableFuture::join)
                                            .collect(Collectors.toSet());
                            return all.contains(Whereabouts.HELD)
                                    && !all.contains(Whereabouts.NOWHERE);
                        });
    }

    /** An owner that must not store them any more, since it has settled, has them set aside. */
    private Whereabouts whereabouts(NodeId owner, ShardWrite write, ReplicaReply reply) {
        if (reply != null && !(reply instanceof ReplicaReply.Shadowed)) {
            return Whereabouts.HELD;
        }
        try {
            MissedWrites.Kept kept = missed.keep(owner, write, true);
            return kept == MissedWrites.Kept.HINT ? Whereabouts.HELD : Whereabouts.OWED;
        } catch (IOException e) {
            return Whereabouts.NOWHERE;
        }
    }
}
