package io.annealdb.data.testing;

import io.annealdb.data.gossip.Whisper;
import io.annealdb.data.peer.ColumnStream;
import io.annealdb.data.peer.CopySession;
import io.annealdb.data.peer.HintsWaiting;
import io.annealdb.data.peer.Peer;
import io.annealdb.data.peer.PeerException;
import io.annealdb.data.peer.PeerException.Kind;
import io.annealdb.data.peer.Peers;
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
import io.annealdb.repair.compare.PushSession;
import io.annealdb.repair.coordinator.HopOrder;
import io.annealdb.repair.coordinator.RingEnded;
import io.annealdb.storage.PinnedFiles.PinnedFile;
import io.annealdb.storage.ShardView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Peers that answer as a test says: a rule for each, asked with each write, or, where there is
 * none, when the test completes the call.
 */
public final class ScriptedPeers implements Peers {
    /** A write or delete that has reached a peer. */
    public record Call(
            NodeId node,
            ShardWrite write,
            ShardDelete delete,
            CompletableFuture<ReplicaReply> answer) {
        public void stored() {
            answer.complete(ReplicaReply.Stored.ALL);
        }

        public void fails() {
            answer.completeExceptionally(new PeerException(node, Kind.TIMED_OUT, "no answer"));
        }
    }

    private final Map<NodeId, Function<Call, ReplicaReply>> rules = new HashMap<>();
    private final List<Call> calls = new ArrayList<>();

    public ScriptedPeers answering(int node, Function<Call, ReplicaReply> rule) {
        rules.put(new NodeId(node), rule);
        return this;
    }

    public ScriptedPeers storing(int... nodes) {
        for (int node : nodes) {
            answering(node, call -> ReplicaReply.Stored.ALL);
        }
        return this;
    }

    public ScriptedPeers away(int... nodes) {
        for (int node : nodes) {
            answering(
                    node,
                    call -> {
                        throw new PeerException(call.node, Kind.UNREACHABLE, "cannot be reached");
                    });
        }
        return this;
    }

    public List<Call> calls() {
        return calls;
    }

    public List<Call> callsTo(int node) {
        return calls.stream().filter(call -> call.node.value() == node).toList();
    }

    @Override
    public Peer peer(NodeId node) {
        return new ScriptedPeer(node);
    }

    private CompletableFuture<ReplicaReply> called(Call call) {
        calls.add(call);
        Function<Call, ReplicaReply> rule = rules.get(call.node);
        if (rule != null) {
            try {
                call.answer.complete(rule.apply(call));
            } catch (PeerException e) {
                call.answer.completeExceptionally(e);
            }
        }
        return call.answer;
    }

    private final class ScriptedPeer implements Peer {
        private final NodeId node;

        ScriptedPeer(NodeId node) {
            this.node = node;
        }

        @Override
        public NodeId node() {
            return node;
        }

        @Override
        public CompletableFuture<ReplicaReply> write(ShardWrite write) {
            return called(new Call(node, write, null, new CompletableFuture<>()));
        }

        @Override
        public CompletableFuture<ReplicaReply> delete(ShardDelete delete) {
            return called(new Call(node, null, delete, new CompletableFuture<>()));
        }

        @Override
        public Whisper gossip(Whisper whisper) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ClusterImage image() {
            throw new UnsupportedOperationException();
        }

        @Override
        public HintsWaiting hintsForMe() {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] ask(String repairId, ShardId shard, byte[] question) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PushSession push(String repairId, ShardId shard) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Long> filesThere(String repairId, ShardId shard, List<PinnedFile> files) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CopySession copyShard(String repairId, ShardId shard) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void runHop(HopOrder order, BooleanSupplier cancelled) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void ringEnded(RingEnded ended) {
            throw new UnsupportedOperationException();
        }

        @Override
        public NodeStatusReply status() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ColumnStream scan(ShardId shard, ShardView.Scan scan, boolean asItIs) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SortedSet<String> measurements(
                ShardId shard, SeriesPredicate where, boolean asItIs) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<SeriesKey> series(ShardId shard, SeriesPredicate where, boolean asItIs) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, Set<FieldType>> fields(
                ShardId shard, String measurement, boolean asItIs) {
            throw new UnsupportedOperationException();
        }
    }
}
