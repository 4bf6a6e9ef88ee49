package io.annealdb.data.testing;

import io.annealdb.data.gossip.Whisper;
import io.annealdb.data.peer.ColumnStream;
import io.annealdb.data.peer.CopySession;
import io.annealdb.data.peer.HintsWaiting;
import io.annealdb.data.peer.NodeCalls;
import io.annealdb.data.peer.Peer;
import io.annealdb.data.peer.PeerException;
import io.annealdb.data.peer.PeerException.Kind;
import io.annealdb.data.peer.Peers;
import io.annealdb.data.peer.RefusedException;
import io.annealdb.data.peer.ReplicaReply;
import io.annealdb.data.peer.ShardDelete;
import io.annealdb.data.peer.ShardWrite;
import io.annealdb.image.ClusterImage;
import io.annealdb.points.FieldType;
import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.ShardId;
import io.annealdb.proto.NodeStatusReply;
import io.annealdb.repair.compare.HopProgress;
import io.annealdb.repair.compare.PushSession;
import io.annealdb.repair.coordinator.HopOrder;
import io.annealdb.repair.coordinator.RingEnded;
import io.annealdb.repair.job.HopReport;
import io.annealdb.storage.PinnedFiles.PinnedFile;
import io.annealdb.storage.ShardView;
import io.annealdb.wire.Identity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Calls from node to node in one thread, envelopes included; a node that is not plugged in, or cut
 * off, cannot be reached.
 */
public final class DirectNetwork {
    private record Plugged(NodeCalls calls, Identity identity) {}

    private final Map<NodeId, Plugged> nodes = new HashMap<>();

    public void plug(NodeId node, NodeCalls calls, Identity identity) {
        nodes.put(node, new Plugged(calls, identity));
    }

    public void unplug(NodeId node) {
        nodes.remove(node);
    }

    /** The network as one node sees it. */
    public Peers of(NodeId self, Identity own) {
        return node -> new DirectPeer(self, own, node);
    }

    private final class DirectPeer implements Peer {
        private final NodeId self;
        private final Identity own;
        private final NodeId node;

        DirectPeer(NodeId self, Identity own, NodeId node) {
            this.self = self;
            this.own = own;
            this.node = node;
        }

        private <T> T call(Callable<T> call) {
            Plugged there = nodes.get(node);
            if (there == null || !nodes.containsKey(self)) {
                throw new PeerException(node, Kind.UNREACHABLE, "cannot be reached");
            }
            there.identity.incoming(own.outgoing());
            try {
                return call.call();
            } catch (RefusedException e) {
                throw new PeerException(node, Kind.REFUSED, e.getMessage());
            } catch (PeerException e) {
                throw e;
            } catch (Exception e) {
                throw new PeerException(node, Kind.FAILED, e.toString());
            } finally {
                own.incoming(there.identity.outgoing());
            }
        }

        private NodeCalls there() {
            return nodes.get(node).calls;
        }

        private <T> CompletableFuture<T> soon(Callable<T> call) {
            try {
                return CompletableFuture.completedFuture(call(call));
            } catch (PeerException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        @Override
        public NodeId node() {
            return node;
        }

        @Override
        public CompletableFuture<ReplicaReply> write(ShardWrite write) {
            return soon(() -> there().write(write));
        }

        @Override
        public CompletableFuture<ReplicaReply> delete(ShardDelete delete) {
            return soon(() -> there().delete(delete));
        }

        @Override
        public HintsWaiting hintsForMe() {
            return call(() -> there().hintsFor(self));
        }

        @Override
        public Whisper gossip(Whisper whisper) {
            return call(() -> there().gossip(self, whisper));
        }

        @Override
        public ClusterImage image() {
            return call(() -> there().image());
        }

        @Override
        public byte[] ask(String repairId, ShardId shard, byte[] question) {
            return call(() -> there().ask(self, repairId, shard, question));
        }

        @Override
        public PushSession push(String repairId, ShardId shard) {
            return call(() -> there().push(repairId, shard));
        }

        @Override
        public List<Long> filesThere(String repairId, ShardId shard, List<PinnedFile> files) {
            return call(() -> there().filesHere(repairId, shard, files));
        }

        @Override
        public CopySession copyShard(String repairId, ShardId shard) {
            return call(() -> there().copyShard(repairId, shard));
        }

        @Override
        public void runHop(HopOrder order, BooleanSupplier cancelled) {
            call(() -> there().runHop(order, until(cancelled)));
        }

        @Override
        public void ringEnded(RingEnded ended) {
            call(
                    () -> {
                        there().ringEnded(ended);
                        return ended;
                    });
        }

        @Override
        public NodeStatusReply status() {
            return call(() -> there().status());
        }

        @Override
        public ColumnStream scan(ShardId shard, ShardView.Scan scan, boolean asItIs) {
            return call(() -> there().scan(shard, scan, asItIs));
        }

        @Override
        public SortedSet<String> measurements(
                ShardId shard, SeriesPredicate where, boolean asItIs) {
            return call(() -> there().measurements(shard, where, asItIs));
        }

        @Override
        public List<SeriesKey> series(ShardId shard, SeriesPredicate where, boolean asItIs) {
            return call(() -> there().series(shard, where, asItIs));
        }

        @Override
        public Map<String, Set<FieldType>> fields(
                ShardId shard, String measurement, boolean asItIs) {
            return call(() -> there().fields(shard, measurement, asItIs));
        }
    }

    private static HopProgress until(BooleanSupplier cancelled) {
        return new HopProgress() {
            @Override
            public void report(HopReport report) {}

            @Override
            public boolean cancelled() {
                return cancelled.getAsBoolean();
            }
        };
    }
}
