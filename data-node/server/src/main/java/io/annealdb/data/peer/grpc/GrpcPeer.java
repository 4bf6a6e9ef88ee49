package io.annealdb.data.peer.grpc;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.annealdb.data.gossip.Whisper;
import io.annealdb.data.peer.ColumnStream;
import io.annealdb.data.peer.CopySession;
import io.annealdb.data.peer.HintsWaiting;
import io.annealdb.data.peer.Peer;
import io.annealdb.data.peer.PeerException;
import io.annealdb.data.peer.PeerException.Kind;
import io.annealdb.data.peer.ReplicaReply;
import io.annealdb.data.peer.ShardDelete;
import io.annealdb.data.peer.ShardWrite;
import io.annealdb.image.ClusterImage;
import io.annealdb.points.FieldType;
import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.ShardId;
import io.annealdb.proto.CurrentImageRequest;
import io.annealdb.proto.DataNodeGrpc;
import io.annealdb.proto.FilesHereRequest;
import io.annealdb.proto.HintsForReply;
import io.annealdb.proto.HintsForRequest;
import io.annealdb.proto.NamesReply;
import io.annealdb.proto.NamesRequest;
import io.annealdb.proto.NodeStatusReply;
import io.annealdb.proto.NodeStatusRequest;
import io.annealdb.proto.RepairQuestion;
import io.annealdb.proto.WhisperProto;
import io.annealdb.proto.WriteReply;
import io.annealdb.repair.compare.PushSession;
import io.annealdb.repair.coordinator.HopOrder;
import io.annealdb.repair.coordinator.RingEnded;
import io.annealdb.storage.PinnedFiles.PinnedFile;
import io.annealdb.storage.ShardView;
import io.annealdb.wire.Channels;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A peer over gRPC. */
final class GrpcPeer implements Peer {
    /** One call of a hop, also one chunk of its streams: the hop timeout. */
    static final Duration REPAIR_CALL_MAX = Duration.ofSeconds(60);

    /** A node that does not answer the smallest question so long does not live. */
    private static final Duration SIGN_OF_LIFE_MAX = Duration.ofSeconds(2);

    private static final Duration NAMES_MAX = Duration.ofSeconds(30);

    private final NodeId self;
    private final NodeId node;
    private final String address;
    private final Channels channels;
    private final Executor callbacks;
    private final Duration writeTimeout;

    GrpcPeer(
            NodeId self,
            NodeId node,
            String address,
            Channels channels,
            Executor callbacks,
            Duration writeTimeout) {
        this.self = self;
        this.node = node;
        this.address = address;
        this.channels = channels;
        this.callbacks = callbacks;
        this.writeTimeout = writeTimeout;
    }

    @Override
    public NodeId node() {
        return node;
    }

    private String address() {
        if (address.isEmpty()) {
            throw new PeerException(node, Kind.UNREACHABLE, "is not in the cluster image");
        }
        return address;
    }

    private ManagedChannel channel() {
        return channels.to(address());
    }

    @Override
    public CompletableFuture<ReplicaReply> write(ShardWrite write) {
        return soon(stub -> stub.write(WriteMessages.encode(write)));
    }

    @Override
    public CompletableFuture<ReplicaReply> delete(ShardDelete delete) {
        return soon(stub -> stub.delete(WriteMessages.encode(delete)));
    }

    private CompletableFuture<ReplicaReply> soon(
            Function<DataNodeGrpc.DataNodeFutureStub, ListenableFuture<WriteReply>> call) {
        CompletableFuture<ReplicaReply> reply = new CompletableFuture<>();
        try {
            DataNodeGrpc.DataNodeFutureStub stub =
                    DataNodeGrpc.newFutureStub(channels.at(address()))
                            .withDeadlineAfter(writeTimeout.toNanos(), TimeUnit.NANOSECONDS);
            Futures.addCallback(call.apply(stub), completing(reply), callbacks);
        } catch (RuntimeException e) {
            reply.completeExceptionally(Failures.peer(node, e));
        }
        return reply;
    }

    private FutureCallback<WriteReply> completing(CompletableFuture<ReplicaReply> reply) {
        return new FutureCallback<>() {
            @Override
            public void onSuccess(WriteReply message) {
                try {
                    reply.complete(WriteMessages.decode(message));
                } catch (RuntimeException e) {
                    reply.completeExceptionally(Failures.peer(node, e));
                }
            }

            @Override
            public void onFailure(Throwable failure) {
                reply.completeExceptionally(Failures.peer(node, failure));
            }
        };
    }

    private <T> T blocking(Duration max, Function<DataNodeGrpc.DataNodeBlockingStub, T> call) {
        try {
            return call.apply(
                    DataNodeGrpc.newBlockingStub(channel())
                            .withDeadlineAfter(max.toNanos(), TimeUnit.NANOSECONDS));
        } catch (StatusRuntimeException e) {
            throw Failures.peer(node, e);
        }
    }

    @Override
    public Whisper gossip(Whisper whisper) {
        WhisperProto message = GossipMessages.encode(whisper);
        return GossipMessages.decode(blocking(SIGN_OF_LIFE_MAX, stub -> stub.gossip(message)));
    }

    @Override
    public ClusterImage image() {
        return ClusterImage.fromProto(
                blocking(
                                NAMES_MAX,
                                stub -> stub.currentImage(CurrentImageRequest.getDefaultInstance()))
                        .getImage());
    }

    @Override
    public HintsWaiting hintsForMe() {
        HintsForRequest request = HintsForRequest.newBuilder().setNodeId(self.value()).build();
        HintsForReply reply = blocking(SIGN_OF_LIFE_MAX, stub -> stub.hintsFor(request));
        return new HintsWaiting(reply.getBytes(), reply.getPoints());
    }

    @Override
    public ColumnStream scan(ShardId shard, ShardView.Scan scan, boolean asItIs) {
        return RemoteScan.start(node, channel(), ReadMessages.encode(shard, scan, asItIs));
    }

    @Override
    public SortedSet<String> measurements(ShardId shard, SeriesPredicate where, boolean asItIs) {
        return new TreeSet<>(
                names(ReadMessages.names(shard, asItIs).setMeasurements(ReadMessages.encode(where)))
                        .getMeasurementsList());
    }

    @Override
    public List<SeriesKey> series(ShardId shard, SeriesPredicate where, boolean asItIs) {
        List<SeriesKey> keys = new ArrayList<>();
        for (ByteString key :
                names(ReadMessages.names(shard, asItIs).setSeries(ReadMessages.encode(where)))
                        .getSeriesList()) {
            byte[] bytes = key.toByteArray();
            keys.add(SeriesKey.ofCanonical(bytes, 0, bytes.length));
        }
        return keys;
    }

    @Override
    public Map<String, Set<FieldType>> fields(ShardId shard, String measurement, boolean asItIs) {
        return ReadMessages.fields(
                names(ReadMessages.names(shard, asItIs).setFieldsOf(measurement)));
    }

    private NamesReply names(NamesRequest.Builder request) {
        return blocking(NAMES_MAX, stub -> stub.names(request.build()));
    }

    @Override
    public byte[] ask(String repairId, ShardId shard, byte[] question) {
        RepairQuestion request =
                RepairQuestion.newBuilder()
                        .setRepairId(repairId)
                        .setShardId(shard.value())
                        .setQuestion(UnsafeByteOperations.unsafeWrap(question))
                        .build();
        return blocking(REPAIR_CALL_MAX, stub -> stub.ask(request)).getAnswer().toByteArray();
    }

    @Override
    public PushSession push(String repairId, ShardId shard) {
        return new RemotePush(node, channel(), repairId, shard);
    }

    @Override
    public List<Long> filesThere(String repairId, ShardId shard, List<PinnedFile> files) {
        FilesHereRequest.Builder request =
                FilesHereRequest.newBuilder().setRepairId(repairId).setShardId(shard.value());
        files.forEach(file -> request.addFiles(RepairMessages.encode(file)));
        return blocking(REPAIR_CALL_MAX, stub -> stub.filesHere(request.build())).getBytesList();
    }

    @Override
    public CopySession copyShard(String repairId, ShardId shard) {
        return new RemoteCopy(node, channel(), repairId, shard);
    }

    @Override
    public void runHop(HopOrder order, BooleanSupplier cancelled) throws IOException {
        new RemoteHop(node, channel(), RepairMessages.encode(order), order.timeout())
                .untilEnded(cancelled);
    }

    @Override
    public void ringEnded(RingEnded ended) {
        blocking(REPAIR_CALL_MAX, stub -> stub.ringEnded(RepairMessages.encode(ended)));
    }

    @Override
    public NodeStatusReply status() {
        return blocking(NAMES_MAX, stub -> stub.nodeStatus(NodeStatusRequest.getDefaultInstance()));
    }
}
