package io.annealdb.cli.connect;

import com.google.common.primitives.Longs;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.DataNodeInfo;
import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.ShardId;
import io.annealdb.points.codec.RowsCodec;
import io.annealdb.proto.CurrentImageRequest;
import io.annealdb.proto.DataNodeGrpc;
import io.annealdb.proto.HopOrder;
import io.annealdb.proto.HopProgress;
import io.annealdb.proto.NodeStatusReply;
import io.annealdb.proto.NodeStatusRequest;
import io.annealdb.proto.RingEndedRequest;
import io.annealdb.proto.RootsReply;
import io.annealdb.proto.RootsRequest;
import io.annealdb.proto.SeriesPoints;
import io.annealdb.proto.VerifyReply;
import io.annealdb.proto.VerifyRequest;
import io.annealdb.proto.VersionsRequest;
import io.annealdb.wire.Channels;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** Calls to data nodes. Who does not answer in time is left out, never waited for. */
public final class DataNodes {
    /** A node that has just started may have digests to make first. */
    private static final Duration ANSWER_MAX = Duration.ofSeconds(15);

    private static final Duration IMAGE_MAX = Duration.ofSeconds(5);

    /** The hop timeout: a source that says nothing for so long is given up. */
    private static final Duration HOP_SILENCE_MAX = Duration.ofSeconds(60);

    /** Counting what differs in a large shard takes a while. */
    private static final Duration COMPARISON_MAX = Duration.ofMinutes(10);

    /** Reading all of a large shard takes longer. */
    private static final Duration VERIFY_MAX = Duration.ofHours(2);

    private final Channels channels;

    public DataNodes(Channels channels) {
        this.channels = channels;
    }

    /** The image that a data node works by; empty if nothing answers there. */
    Optional<ClusterImage> image(HostPort address) {
        try {
            return Optional.of(
                    ClusterImage.fromProto(
                            DataNodeGrpc.newBlockingStub(channels.to(address.toString()))
                                    .withDeadlineAfter(IMAGE_MAX.toMillis(), TimeUnit.MILLISECONDS)
                                    .currentImage(CurrentImageRequest.getDefaultInstance())
                                    .getImage()));
        } catch (StatusRuntimeException away) {
            return Optional.empty();
        }
    }

    /** What each node says of itself: queues, debts, every shard it holds. */
    Map<NodeId, NodeStatusReply> statuses(List<DataNodeInfo> nodes) {
        return askAll(nodes, node -> stub(node).nodeStatus(NodeStatusRequest.getDefaultInstance()));
    }

    /** What each owner says of its copies of the shards that are its. */
    public Map<NodeId, RootsReply> roots(
            ClusterImage image, Map<NodeId, List<ShardId>> shardsByOwner) {
        List<DataNodeInfo> owners =
                shardsByOwner.keySet().stream()
                        .flatMap(owner -> image.dataNode(owner).stream())
                        .toList();
        return askAll(
                owners,
                node -> {
                    RootsRequest.Builder request = RootsRequest.newBuilder();
                    shardsByOwner.get(node.id()).forEach(id -> request.addShardIds(id.value()));
                    return stub(node).roots(request.build());
                });
    }

    /**
     * Has a source compare its copy with its successor's, and send nothing.
     *
     * @param listPointsMax list so many of the points that differ
     * @param messages sees each message, the last one too
     * @return what the source said at the end
     * @throws StatusRuntimeException if one of the two does not answer
     */
    public HopProgress compare(
            DataNodeInfo source,
            ShardId shard,
            NodeId successor,
            long listPointsMax,
            Consumer<HopProgress> messages) {
        Iterator<HopProgress> progress =
                DataNodeGrpc.newBlockingStub(channels.to(source.rpcAddress()))
                        .withDeadlineAfter(COMPARISON_MAX.toMillis(), TimeUnit.MILLISECONDS)
                        .runHop(
                                HopOrder.newBuilder()
                                        .setShardId(shard.value())
                                        .setTo(successor.value())
                                        .setDryRun(true)
                                        .setListPointsMax(listPointsMax)
                                        .build());
        HopProgress last = HopProgress.getDefaultInstance();
        while (progress.hasNext()) {
            last = progress.next();
            messages.accept(last);
        }
        return last;
    }

    /**
     * What a node's copy shows at some points.
     *
     * @param points times of each series, ascending
     * @throws StatusRuntimeException if it does not answer
     */
    public Rows versions(DataNodeInfo node, ShardId shard, Map<SeriesKey, long[]> points) {
        VersionsRequest.Builder request = VersionsRequest.newBuilder().setShardId(shard.value());
        points.forEach(
                (series, times) ->
                        request.addPoints(
                                SeriesPoints.newBuilder()
                                        .setSeries(ByteString.copyFrom(series.bytes()))
                                        .addAllTimes(Longs.asList(times))));
        byte[] rows =
                DataNodeGrpc.newBlockingStub(channels.to(node.rpcAddress()))
                        .withDeadlineAfter(COMPARISON_MAX.toMillis(), TimeUnit.MILLISECONDS)
                        .versions(request.build())
                        .getRows()
                        .toByteArray();
        return RowsCodec.decode(rows, 0, rows.length);
    }

    /** Has each owner of a shard read every block of its copy; who does not answer is left out. */
    public Map<NodeId, VerifyReply> verify(List<DataNodeInfo> owners, ShardId shard) {
        VerifyRequest request = VerifyRequest.newBuilder().setShardId(shard.value()).build();
        return askAll(
                owners,
                node ->
                        DataNodeGrpc.newFutureStub(channels.to(node.rpcAddress()))
                                .withDeadlineAfter(VERIFY_MAX.toMillis(), TimeUnit.MILLISECONDS)
                                .verify(request));
    }

    /**
     * Has a source give its successor what that lacks; no job stands behind it.
     *
     * @param rate bytes of payload a second; 0 is unlimited
     * @return what the source said at the end
     * @throws StatusRuntimeException if the source does not answer, or refuses
     */
    public HopProgress runHop(
            DataNodeInfo source,
            ShardId shard,
            NodeId successor,
            long rate,
            Consumer<HopProgress> watch) {
        HopOrder order =
                HopOrder.newBuilder()
                        .setShardId(shard.value())
                        .setTo(successor.value())
                        .setRate(rate)
                        .build();
        return new RunningHop(channels.to(source.rpcAddress()), order, HOP_SILENCE_MAX)
                .untilEnded(watch);
    }

    /**
     * Tells an owner that its copy equals one that was whole.
     *
     * @throws StatusRuntimeException if it does not answer
     */
    public void mayBeReadAgain(DataNodeInfo owner, ShardId shard) {
        DataNodeGrpc.newBlockingStub(channels.to(owner.rpcAddress()))
                .withDeadlineAfter(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS)
                .ringEnded(
                        RingEndedRequest.newBuilder()
                                .addShardIds(shard.value())
                                .setWhole(true)
                                .build());
    }

    DataNodeGrpc.DataNodeFutureStub stub(DataNodeInfo node) {
        return DataNodeGrpc.newFutureStub(channels.to(node.rpcAddress()))
                .withDeadlineAfter(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
    }

    static <A> Map<NodeId, A> askAll(
            List<DataNodeInfo> nodes, Function<DataNodeInfo, ListenableFuture<A>> question) {
        Map<NodeId, ListenableFuture<A>> asked = new TreeMap<>();
        nodes.forEach(node -> asked.put(node.id(), question.apply(node)));
        Map<NodeId, A> answers = new TreeMap<>();
        asked.forEach(
                (node, answer) -> {
                    try {
                        answers.put(node, answer.get());
                    } catch (ExecutionException away) {
                        // Left out: the caller sees who is missing.
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        return answers;
    }
}
