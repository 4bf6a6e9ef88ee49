package io.annealdb.data.peer.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.annealdb.data.peer.ColumnStream;
import io.annealdb.data.peer.HintsWaiting;
import io.annealdb.data.peer.NodeCalls;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.codec.ColumnsCodec;
import io.annealdb.points.codec.RowsCodec;
import io.annealdb.proto.CopyChunk;
import io.annealdb.proto.CopyReply;
import io.annealdb.proto.CurrentImageReply;
import io.annealdb.proto.CurrentImageRequest;
import io.annealdb.proto.DataNodeGrpc;
import io.annealdb.proto.DeleteRequest;
import io.annealdb.proto.FilesHereReply;
import io.annealdb.proto.FilesHereRequest;
import io.annealdb.proto.HintsForReply;
import io.annealdb.proto.HintsForRequest;
import io.annealdb.proto.HopOrder;
import io.annealdb.proto.HopProgress;
import io.annealdb.proto.NamesReply;
import io.annealdb.proto.NamesRequest;
import io.annealdb.proto.NodeStatusReply;
import io.annealdb.proto.NodeStatusRequest;
import io.annealdb.proto.PushChunk;
import io.annealdb.proto.PushReply;
import io.annealdb.proto.RepairAnswer;
import io.annealdb.proto.RepairQuestion;
import io.annealdb.proto.ResetOrder;
import io.annealdb.proto.RingEndedReply;
import io.annealdb.proto.RingEndedRequest;
import io.annealdb.proto.RootsReply;
import io.annealdb.proto.RootsRequest;
import io.annealdb.proto.ScanChunk;
import io.annealdb.proto.ScanRequest;
import io.annealdb.proto.StopHopReply;
import io.annealdb.proto.StopHopRequest;
import io.annealdb.proto.VerifyReply;
import io.annealdb.proto.VerifyRequest;
import io.annealdb.proto.VersionsReply;
import io.annealdb.proto.VersionsRequest;
import io.annealdb.proto.WhisperProto;
import io.annealdb.proto.WriteReply;
import io.annealdb.proto.WriteRequest;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.coordinator.RootsQuestion;
import io.annealdb.wire.Envelopes;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;

/** A node's {@link NodeCalls} as gRPC serves them. Unary calls run on the server's threads. */
public final class DataNodeService extends DataNodeGrpc.DataNodeImplBase {
    private static final int SCAN_CHUNK_BYTES = 512 << 10;

    private final NodeCalls node;
    private final NodeId self;
    private final Executor streams;
    private final RunningHops hops = new RunningHops();

    /**
     * @param streams runs scans and hops, for as long as each takes
     */
    public DataNodeService(NodeCalls node, NodeId self, Executor streams) {
        this.node = node;
        this.self = self;
        this.streams = streams;
    }

    private static <T> void answer(StreamObserver<T> out, Callable<T> call) {
        T reply;
        try {
            reply = call.call();
        } catch (Exception e) {
            out.onError(Failures.status(e).asRuntimeException());
            return;
        }
        out.onNext(reply);
        out.onCompleted();
    }

    @Override
    public void write(WriteRequest request, StreamObserver<WriteReply> out) {
        answer(out, () -> WriteMessages.encode(node.write(WriteMessages.decode(request))));
    }

    @Override
    public void delete(DeleteRequest request, StreamObserver<WriteReply> out) {
        answer(out, () -> WriteMessages.encode(node.delete(WriteMessages.decode(request))));
    }

    @Override
    public void hintsFor(HintsForRequest request, StreamObserver<HintsForReply> out) {
        answer(
                out,
                () -> {
                    HintsWaiting waiting = node.hintsFor(new NodeId(request.getNodeId()));
                    return HintsForReply.newBuilder()
                            .setBytes(waiting.bytes())
                            .setPoints(waiting.points())
                            .build();
                });
    }

    @Override
    public void scan(ScanRequest request, StreamObserver<ScanChunk> out) {
        ServerCallStreamObserver<ScanChunk> stream = (ServerCallStreamObserver<ScanChunk>) out;
        ReadyGate gate = new ReadyGate();
        stream.setOnReadyHandler(gate::changed);
        stream.setOnCancelHandler(gate::changed);
        streams.execute(() -> scan(request, stream, gate));
    }

    private void scan(
            ScanRequest request, ServerCallStreamObserver<ScanChunk> stream, ReadyGate gate) {
        ShardId shard = new ShardId(request.getShardId());
        try (ColumnStream runs =
                node.scan(shard, ReadMessages.decode(request), request.getAsItIs())) {
            ScanChunk.Builder chunk = ScanChunk.newBuilder();
            long bytes = 0;
            while (runs.hasNext()) {
                byte[] run = ColumnsCodec.encode(runs.next());
                chunk.addRuns(UnsafeByteOperations.unsafeWrap(run));
                bytes += run.length;
                if (bytes >= SCAN_CHUNK_BYTES) {
                    if (!gate.await(stream, stream::isCancelled, 0)) {
                        return;
                    }
                    stream.onNext(chunk.build());
                    chunk.clear();
                    bytes = 0;
                }
            }
            if (bytes > 0) {
                stream.onNext(chunk.build());
            }
            stream.onCompleted();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stream.onError(
                    Status.UNAVAILABLE.withDescription("the node stops").asRuntimeException());
        } catch (RuntimeException e) {
            if (!stream.isCancelled()) {
                stream.onError(Failures.status(e).asRuntimeException());
            }
        }
    }

    @Override
    public void names(NamesRequest request, StreamObserver<NamesReply> out) {
        answer(out, () -> names(request));
    }

    private NamesReply names(NamesRequest request) {
        ShardId shard = new ShardId(request.getShardId());
        boolean asItIs = request.getAsItIs();
        NamesReply.Builder reply = NamesReply.newBuilder();
        switch (request.getQuestionCase()) {
            case MEASUREMENTS ->
                    reply.addAllMeasurements(
                            node.measurements(
                                    shard,
                                    ReadMessages.predicate(request.getMeasurements()),
                                    asItIs));
            case SERIES ->
                    node.series(shard, ReadMessages.predicate(request.getSeries()), asItIs)
                            .forEach(
                                    key ->
                                            reply.addSeries(
                                                    UnsafeByteOperations.unsafeWrap(key.bytes())));
            case FIELDS_OF ->
                    ReadMessages.encode(node.fields(shard, request.getFieldsOf(), asItIs), reply);
            case QUESTION_NOT_SET -> throw new IllegalArgumentException("no question");
        }
        return reply.build();
    }

    @Override
    public void roots(RootsRequest request, StreamObserver<RootsReply> out) {
        answer(
                out,
                () -> {
                    RootsQuestion question = RepairMessages.decode(request);
                    List<OwnerRoot> roots = node.roots(question);
                    RootsReply.Builder reply = RootsReply.newBuilder();
                    for (int i = 0; i < roots.size(); i++) {
                        ShardId shard = question.shards().get(i).shard();
                        reply.addRoots(RepairMessages.encode(shard, roots.get(i)));
                    }
                    return reply.build();
                });
    }

    @Override
    public void runHop(HopOrder request, StreamObserver<HopProgress> out) {
        HopCall call =
                HopCall.hop(
                        node,
                        RepairMessages.decode(request, self, GrpcPeer.REPAIR_CALL_MAX),
                        request,
                        (ServerCallStreamObserver<HopProgress>) out);
        streams.execute(() -> hops.run(request, call));
    }

    @Override
    public void stopHop(StopHopRequest request, StreamObserver<StopHopReply> out) {
        answer(
                out,
                () -> {
                    hops.stop(request);
                    return StopHopReply.getDefaultInstance();
                });
    }

    @Override
    public void versions(VersionsRequest request, StreamObserver<VersionsReply> out) {
        answer(
                out,
                () -> {
                    byte[] rows =
                            RowsCodec.encode(
                                    node.versions(
                                            new ShardId(request.getShardId()),
                                            RepairMessages.points(request.getPointsList())));
                    return VersionsReply.newBuilder()
                            .setRows(UnsafeByteOperations.unsafeWrap(rows))
                            .build();
                });
    }

    @Override
    public void verify(VerifyRequest request, StreamObserver<VerifyReply> out) {
        ServerCallStreamObserver<VerifyReply> call = (ServerCallStreamObserver<VerifyReply>) out;
        call.setOnCancelHandler(() -> {}); // else onNext throws once it is cancelled
        streams.execute(
                () ->
                        answer(
                                out,
                                () ->
                                        RepairMessages.encode(
                                                node.verify(
                                                        new ShardId(request.getShardId()),
                                                        call::isCancelled))));
    }

    @Override
    public void reset(ResetOrder request, StreamObserver<HopProgress> out) {
        HopCall call;
        try {
            call =
                    HopCall.reset(
                            node,
                            RepairMessages.decode(request, self, GrpcPeer.REPAIR_CALL_MAX),
                            (ServerCallStreamObserver<HopProgress>) out);
        } catch (RuntimeException e) {
            out.onError(Failures.status(e).asRuntimeException());
            return;
        }
        streams.execute(call::run);
    }

    @Override
    public void ringEnded(RingEndedRequest request, StreamObserver<RingEndedReply> out) {
        answer(
                out,
                () -> {
                    node.ringEnded(RepairMessages.decode(request));
                    return RingEndedReply.getDefaultInstance();
                });
    }

    @Override
    public void ask(RepairQuestion request, StreamObserver<RepairAnswer> out) {
        answer(
                out,
                () -> {
                    NodeId source = new NodeId(Envelopes.ofCaller().getNodeId());
                    byte[] answer =
                            node.ask(
                                    source,
                                    request.getRepairId(),
                                    new ShardId(request.getShardId()),
                                    request.getQuestion().toByteArray());
                    return RepairAnswer.newBuilder().setAnswer(ByteString.copyFrom(answer)).build();
                });
    }

    @Override
    public StreamObserver<PushChunk> push(StreamObserver<PushReply> out) {
        return new PushIntake(node, out);
    }

    @Override
    public void filesHere(FilesHereRequest request, StreamObserver<FilesHereReply> out) {
        answer(
                out,
                () ->
                        FilesHereReply.newBuilder()
                                .addAllBytes(
                                        node.filesHere(
                                                request.getRepairId(),
                                                new ShardId(request.getShardId()),
                                                request.getFilesList().stream()
                                                        .map(RepairMessages::file)
                                                        .toList()))
                                .build());
    }

    @Override
    public StreamObserver<CopyChunk> copyShard(StreamObserver<CopyReply> out) {
        return new CopyIntake(node, out);
    }

    @Override
    public void gossip(WhisperProto request, StreamObserver<WhisperProto> out) {
        answer(
                out,
                () -> {
                    NodeId from = new NodeId(Envelopes.ofCaller().getNodeId());
                    return GossipMessages.encode(node.gossip(from, GossipMessages.decode(request)));
                });
    }

    @Override
    public void nodeStatus(NodeStatusRequest request, StreamObserver<NodeStatusReply> out) {
        answer(out, node::status);
    }

    @Override
    public void currentImage(CurrentImageRequest request, StreamObserver<CurrentImageReply> out) {
        answer(out, () -> CurrentImageReply.newBuilder().setImage(node.image().toProto()).build());
    }
}
