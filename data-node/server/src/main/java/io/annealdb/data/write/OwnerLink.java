package io.annealdb.data.write;

import io.annealdb.data.peer.NodeCalls;
import io.annealdb.data.peer.PeerException;
import io.annealdb.data.peer.PeerException.Kind;
import io.annealdb.data.peer.PeerHealth;
import io.annealdb.data.peer.Peers;
import io.annealdb.data.peer.RefusedException;
import io.annealdb.data.peer.ReplicaReply;
import io.annealdb.data.peer.ShardDelete;
import io.annealdb.data.peer.ShardWrite;
import io.annealdb.points.NodeId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The way from a coordinator to an owner, itself or a peer. To a peer that is known to be away, or
 * that has too many writes before it, nothing is sent: the call fails at once and is hinted. Only
 * where the level cannot be reached without it, {@link #sendAnyway} looks first whether it is back.
 * Any thread may use it.
 */
public final class OwnerLink {
    private final NodeId self;
    private final NodeCalls own;
    private final Peers peers;
    private final PeerHealth health;
    private final Function<NodeId, CompletableFuture<Void>> look;
    private final int pendingMax;
    private final Map<NodeId, AtomicInteger> pending = new ConcurrentHashMap<>();

    /**
     * @param look ends when it is known anew whether a peer that counted as away is back
     * @param pendingMax calls that may wait for one peer
     */
    public OwnerLink(
            NodeId self,
            NodeCalls own,
            Peers peers,
            PeerHealth health,
            Function<NodeId, CompletableFuture<Void>> look,
            int pendingMax) {
        this.self = self;
        this.own = own;
        this.peers = peers;
        this.health = health;
        this.look = look;
        this.pendingMax = pendingMax;
    }

    boolean isSelf(NodeId node) {
        return node.equals(self);
    }

    /** Fails with a {@link PeerException}; this node's own copy answers before this returns. */
    CompletableFuture<ReplicaReply> send(NodeId owner, ShardWrite write) {
        return isSelf(owner)
                ? local(() -> own.write(write))
                : remote(owner, () -> peers.peer(owner).write(write));
    }

    /** Whether {@link #send} would try to reach it. */
    boolean live(NodeId owner) {
        return isSelf(owner) || health.live(owner);
    }

    /**
     * As {@link #send}, but to a peer that counts as away only after another look at it.
     *
     * @param wanted asked after the look: a write that was given up meanwhile is not sent any more
     */
    CompletableFuture<ReplicaReply> sendAnyway(
            NodeId owner, ShardWrite write, BooleanSupplier wanted) {
        return live(owner)
                ? send(owner, write)
                : look.apply(owner)
                        .thenCompose(
                                looked ->
                                        wanted.getAsBoolean()
                                                ? send(owner, write)
                                                : failed(owner, Kind.NOT_SENT, "is away"));
    }

    CompletableFuture<ReplicaReply> send(NodeId owner, ShardDelete delete) {
        return isSelf(owner)
                ? local(() -> own.delete(delete))
                : remote(owner, () -> peers.peer(owner).delete(delete));
    }

    private CompletableFuture<ReplicaReply> local(Supplier<ReplicaReply> call) {
        try {
            return CompletableFuture.completedFuture(call.get());
        } catch (RefusedException e) {
            return failed(self, Kind.REFUSED, e.getMessage());
        } catch (RuntimeException e) {
            return failed(self, Kind.FAILED, e.toString());
        }
    }

    private CompletableFuture<ReplicaReply> remote(
            NodeId owner, Supplier<CompletableFuture<ReplicaReply>> call) {
        if (!health.live(owner)) {
            return failed(owner, Kind.NOT_SENT, "is away");
        }
        AtomicInteger waiting = pending.computeIfAbsent(owner, node -> new AtomicInteger());
        if (waiting.incrementAndGet() > pendingMax) {
            waiting.decrementAndGet();
            return failed(owner, Kind.NOT_SENT, pendingMax + " writes wait for it already");
        }
        return call.get()
                .whenComplete(
                        (reply, failure) -> {
                            waiting.decrementAndGet();
                            if (failure == null) {
                                health.answered(owner);
                            } else if (failure instanceof PeerException peerFailure) {
                                health.failed(peerFailure);
                            }
                        });
    }

    private static CompletableFuture<ReplicaReply> failed(NodeId node, Kind kind, String why) {
        return CompletableFuture.failedFuture(new PeerException(node, kind, why));
    }
}
