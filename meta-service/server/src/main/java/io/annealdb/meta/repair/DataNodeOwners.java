package io.annealdb.meta.repair;

import com.google.protobuf.ByteString;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.DataNodeInfo;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.proto.DataNodeGrpc;
import io.annealdb.proto.HopProgress;
import io.annealdb.proto.RingEndedRequest;
import io.annealdb.proto.RootsReply;
import io.annealdb.proto.RootsRequest;
import io.annealdb.proto.ShardRootProto;
import io.annealdb.repair.compare.ReplicaHealth;
import io.annealdb.repair.coordinator.HopFailedException;
import io.annealdb.repair.coordinator.HopOrder;
import io.annealdb.repair.coordinator.HopWatch;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.coordinator.OwnerRoots;
import io.annealdb.repair.coordinator.OwnerUnavailableException;
import io.annealdb.repair.coordinator.Owners;
import io.annealdb.repair.coordinator.RingEnded;
import io.annealdb.repair.job.HopPhase;
import io.annealdb.repair.job.HopReport;
import io.annealdb.wire.Channels;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The coordinator's calls to data nodes, over gRPC. */
final class DataNodeOwners implements Owners {
    /** A root of a shard that has just been opened may have to be read from disk. */
    private static final long ROOTS_MILLIS_MAX = 30_000;

    private static final long RING_ENDED_MILLIS_MAX = 10_000;

    /** How often a silent hop is looked at: so soon is a cancelled one stopped. */
    private static final long LOOK_MILLIS = 100;

    private final Channels channels;
    private final Supplier<ClusterImage> image;
    private final InstantSource clock;

    DataNodeOwners(Channels channels, Supplier<ClusterImage> image, InstantSource clock) {
        this.channels = channels;
        this.image = image;
        this.clock = clock;
    }

    @Override
    public OwnerRoots roots(NodeId owner, List<ShardId> shards) throws OwnerUnavailableException {
        RootsRequest request =
                RootsRequest.newBuilder()
                        .addAllShardIds(shards.stream().map(ShardId::value).toList())
                        .build();
        try {
            RootsReply reply =
                    DataNodeGrpc.newBlockingStub(channels.to(addressOf(owner)))
                            .withDeadlineAfter(ROOTS_MILLIS_MAX, TimeUnit.MILLISECONDS)
                            .roots(request);
            Map<ShardId, OwnerRoot> roots = new HashMap<>();
            for (ShardRootProto root : reply.getRootsList()) {
                roots.put(new ShardId(root.getShardId()), decode(owner, root));
            }
            for (ShardId shard : shards) {
                if (!roots.containsKey(shard)) {
                    throw new OwnerUnavailableException(
                            owner, nameOf(owner) + " does not answer for shard " + shard);
                }
            }
            return new OwnerRoots(roots, request.getSerializedSize() + reply.getSerializedSize());
        } catch (StatusRuntimeException e) {
            throw away(owner, e.getStatus(), e);
        } catch (MalformedException e) {
            throw new OwnerUnavailableException(
                    owner, nameOf(owner) + " sent a root that cannot be read", e);
        }
    }

    private static OwnerRoot decode(NodeId owner, ShardRootProto root) throws MalformedException {
        ByteString bytes = root.getRoot();
        return new OwnerRoot(
                owner,
                ReplicaHealth.valueOf(root.getHealth().name()),
                bytes.isEmpty()
                        ? ShardRoot.EMPTY
                        : ShardRoot.decode(bytes.toByteArray(), 0, bytes.size()),
                root.getBytes(),
                root.getRows(),
                root.getTrouble());
    }

    @Override
    public HopReport runHop(HopOrder order, HopWatch watch)
            throws OwnerUnavailableException, HopFailedException {
        NodeId source = order.hop().from();
        String address = addressOf(source);
        HopStream stream = new HopStream();
        stream.open(
                () ->
                        DataNodeGrpc.newStub(channels.to(address))
                                .runHop(
                                        io.annealdb.proto.HopOrder.newBuilder()
                                                .setRepairId(order.repairId())
                                                .setShardId(order.shard().value())
                                                .setTo(order.hop().to().value())
                                                .setRate(order.rate())
                                                .build(),
                                        stream));
        try {
            return follow(order, watch, stream);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HopFailedException("This meta node stops, or leads no more.", e);
        } finally {
            stream.cancel();
        }
    }

    private HopReport follow(HopOrder order, HopWatch watch, HopStream stream)
            throws InterruptedException, OwnerUnavailableException, HopFailedException {
        NodeId source = order.hop().from();
        HopReport last = HopReport.planned(order.hop());
        long lastMoved = clock.millis();
        while (true) {
            HopStream.Event event = stream.next(LOOK_MILLIS);
            if (event != null && event.end() != null) {
                throw broken(source, event.end());
            }
            if (event != null) {
                HopReport report = JobConversion.hop(event.progress().getReport());
                if (moved(last, report)) {
                    lastMoved = clock.millis();
                }
                last = report;
                if (event.progress().getEnded()) {
                    return ended(last, event.progress());
                }
                watch.progress(last);
            }
            if (watch.cancelled()) {
                return last.phase().mayBecome(HopPhase.ABANDONED)
                        ? last.transitionTo(HopPhase.ABANDONED, "stopped")
                        : last;
            }
            if (clock.millis() - lastMoved > order.timeout().toMillis()) {
                throw new HopFailedException(
                        nameOf(source)
                                + " made no progress for "
                                + order.timeout().toSeconds()
                                + " s.");
            }
        }
    }

    private static boolean moved(HopReport before, HopReport now) {
        return before.phase() != now.phase()
                || before.roundTrips() != now.roundTrips()
                || before.metadataBytes() != now.metadataBytes()
                || before.payloadBytes() != now.payloadBytes();
    }

    private HopReport ended(HopReport report, HopProgress progress)
            throws OwnerUnavailableException, HopFailedException {
        if (progress.getAway() != 0) {
            NodeId away = new NodeId(progress.getAway());
            throw new OwnerUnavailableException(
                    away, nameOf(away) + " does not answer " + nameOf(report.from()));
        }
        if (report.phase() == HopPhase.VERIFIED || report.phase() == HopPhase.SKIPPED) {
            return report;
        }
        throw new HopFailedException(
                report.note().isEmpty()
                        ? nameOf(report.from()) + " gave the hop up."
                        : report.note());
    }

    private HopFailedException broken(NodeId source, Status status)
            throws OwnerUnavailableException {
        return switch (status.getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, UNIMPLEMENTED ->
                    throw away(source, status, status.asRuntimeException());
            case OK ->
                    new HopFailedException(
                            nameOf(source) + " ended the hop without saying what it came to.");
            default ->
                    new HopFailedException(
                            nameOf(source) + " could not run the hop: " + describe(status) + ".");
        };
    }

    @Override
    public void ringEnded(NodeId owner, RingEnded ended) throws OwnerUnavailableException {
        try {
            DataNodeGrpc.newBlockingStub(channels.to(addressOf(owner)))
                    .withDeadlineAfter(RING_ENDED_MILLIS_MAX, TimeUnit.MILLISECONDS)
                    .ringEnded(
                            RingEndedRequest.newBuilder()
                                    .setRepairId(ended.repairId())
                                    .setShardId(ended.shard().value())
                                    .setWhole(ended.whole())
                                    .setDebtsPaidBefore(
                                            ended.debtsPaidBefore()
                                                    .map(Instant::toEpochMilli)
                                                    .orElse(0L))
                                    .build());
        } catch (StatusRuntimeException e) {
            throw away(owner, e.getStatus(), e);
        }
    }

    private String addressOf(NodeId node) throws OwnerUnavailableException {
        return image.get()
                .dataNode(node)
                .map(DataNodeInfo::rpcAddress)
                .orElseThrow(
                        () ->
                                new OwnerUnavailableException(
                                        node, "node " + node + " is not registered"));
    }

    private OwnerUnavailableException away(NodeId node, Status status, Throwable cause) {
        return new OwnerUnavailableException(
                node, nameOf(node) + " does not answer: " + describe(status), cause);
    }

    private static String describe(Status status) {
        return status.getDescription() == null
                ? status.getCode().toString()
                : status.getDescription();
    }

    private String nameOf(NodeId node) {
        return image.get().dataNode(node).map(DataNodeInfo::name).orElse("node " + node);
    }
}
