package io.annealdb.meta.repair;

import com.google.protobuf.ByteString;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.DataNodeInfo;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.proto.DataNodeGrpc;
import io.annealdb.proto.HopPhaseProto;
import io.annealdb.proto.HopProgress;
import io.annealdb.proto.HopReportProto;
import io.annealdb.proto.RingEndedRequest;
import io.annealdb.proto.RootsReply;
import io.annealdb.proto.RootsRequest;
import io.annealdb.proto.StopHopRequest;
import io.annealdb.repair.coordinator.HopFailedException;
import io.annealdb.repair.coordinator.HopOrder;
import io.annealdb.repair.coordinator.HopWatch;
import io.annealdb.repair.coordinator.OwnerRoots;
import io.annealdb.repair.coordinator.OwnerUnavailableException;
import io.annealdb.repair.coordinator.Owners;
import io.annealdb.repair.coordinator.ResetOrder;
import io.annealdb.repair.coordinator.ResetReport;
import io.annealdb.repair.coordinator.RingEnded;
import io.annealdb.repair.coordinator.RootsQuestion;
import io.annealdb.repair.job.HopPhase;
import io.annealdb.repair.job.HopReport;
import io.annealdb.wire.Channels;
import io.annealdb.wire.ReplyQueue;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The coordinator's calls to data nodes, over gRPC. */
final class DataNodeOwners implements Owners {
    /** A root of a shard that has just been opened may have to be read from disk. */
    private static final long ROOTS_MILLIS_MAX = 30_000;

    private static final long RING_ENDED_MILLIS_MAX = 10_000;

    /** How often a silent hop is looked at: so soon is a cancelled one stopped. */
    private static final long LOOK_MILLIS = 100;

    /** So long a source that was told to stop a hop may take to tell what it has sent. */
    private static final long STOP_MILLIS_MAX = 500;

    private static final int LOOKS_AFTER_STOP_MAX = 5;

    private final Channels channels;
    private final Supplier<ClusterImage> image;
    private final InstantSource clock;

    DataNodeOwners(Channels channels, Supplier<ClusterImage> image, InstantSource clock) {
        this.channels = channels;
        this.image = image;
        this.clock = clock;
    }

    @Override
    public OwnerRoots roots(NodeId owner, RootsQuestion question) throws OwnerUnavailableException {
        RootsRequest request = RootMessages.encode(question);
        try {
            RootsReply reply =
                    DataNodeGrpc.newBlockingStub(channels.to(addressOf(owner)))
                            .withDeadlineAfter(ROOTS_MILLIS_MAX, TimeUnit.MILLISECONDS)
                            .roots(request);
            OwnerRoots roots = RootMessages.decode(owner, request, reply);
            for (RootsQuestion.Asked asked : question.shards()) {
                if (!roots.byShard().containsKey(asked.shard())) {
                    throw new OwnerUnavailableException(
                            owner, nameOf(owner) + " does not answer for shard " + asked.shard());
                }
            }
            return roots;
        } catch (StatusRuntimeException e) {
            throw away(owner, e.getStatus(), e);
        } catch (MalformedException e) {
            throw new OwnerUnavailableException(
                    owner, nameOf(owner) + " sent a root that cannot be read", e);
        }
    }

    @Override
    public HopReport runHop(HopOrder order, HopWatch watch)
            throws OwnerUnavailableException, HopFailedException {
        NodeId source = order.hop().from();
        HopProgress end =
                followed(
                        source,
                        order.timeout(),
                        watch::cancelled,
                        () -> stopHop(source, order),
                        report -> watch.progress(JobConversion.hop(report)),
                        (stub, stream) ->
                                stub.runHop(
                                        io.annealdb.proto.HopOrder.newBuilder()
                                                .setRepairId(order.repairId())
                                                .setShardId(order.shard().value())
                                                .setTo(order.hop().to().value())
                                                .setRate(order.rate())
                                                .build(),
                                        stream));
        if (!end.hasReport()) {
            return HopReport.planned(order.hop()).transitionTo(HopPhase.ABANDONED, "stopped");
        }
        HopReport last = JobConversion.hop(end.getReport());
        boolean stopped = watch.cancelled() && last.phase() == HopPhase.ABANDONED;
        if (end.getEnded() && !stopped) {
            return ended(last, end);
        }
        return last.phase().mayBecome(HopPhase.ABANDONED)
                ? last.transitionTo(HopPhase.ABANDONED, "stopped")
                : last;
    }

    /** Whether the source will say what it has sent; one that does not hear is just cancelled. */
    private boolean stopHop(NodeId source, HopOrder order) {
        try {
            DataNodeGrpc.newBlockingStub(channels.to(addressOf(source)))
                    .withDeadlineAfter(STOP_MILLIS_MAX, TimeUnit.MILLISECONDS)
                    .stopHop(
                            StopHopRequest.newBuilder()
                                    .setRepairId(order.repairId())
                                    .setShardId(order.shard().value())
                                    .setTo(order.hop().to().value())
                                    .build());
            return true;
        } catch (StatusRuntimeException | OwnerUnavailableException e) {
            return false;
        }
    }

    @Override
    public ResetReport reset(ResetOrder order, BooleanSupplier cancelled)
            throws OwnerUnavailableException, HopFailedException {
        HopProgress end =
                followed(
                        order.owner(),
                        order.timeout(),
                        cancelled,
                        () -> false,
                        report -> {},
                        (stub, stream) ->
                                stub.reset(
                                        io.annealdb.proto.ResetOrder.newBuilder()
                                                .setRepairId(order.repairId())
                                                .setShardId(order.shard().value())
                                                .setRate(order.rate())
                                                .addAllUpToDate(
                                                        order.upToDate().stream()
                                                                .map(NodeId::value)
                                                                .toList())
                                                .setSettled(
                                                        ByteString.copyFrom(
                                                                order.settled().encode()))
                                                .build(),
                                        stream));
        if (!end.getEnded()) {
            throw new HopFailedException("the reset of " + nameOf(order.owner()) + " was stopped");
        }
        refuseAway(order.owner(), end);
        HopReportProto report = end.getReport();
        if (report.getPhase() == HopPhaseProto.ABANDONED) {
            throw new HopFailedException(report.getNote());
        }
        return new ResetReport(report.getPointsSent(), report.getMetadataBytes());
    }

    private interface Opened {
        void on(DataNodeGrpc.DataNodeStub stub, ReplyQueue<HopProgress> stream);
    }

    /**
     * Follows what a node reports of its work to the end, or until it is cancelled.
     *
     * @param stop tells the node that it is; whether it will then come to an end by itself
     * @return the last that it said; without a report if that was nothing
     */
    private HopProgress followed(
            NodeId node,
            Duration timeout,
            BooleanSupplier cancelled,
            BooleanSupplier stop,
            Consumer<HopReportProto> progress,
            Opened call)
            throws OwnerUnavailableException, HopFailedException {
        String address = addressOf(node);
        ReplyQueue<HopProgress> stream = new ReplyQueue<>();
        stream.open(() -> call.on(DataNodeGrpc.newStub(channels.to(address)), stream));
        try {
            return follow(node, timeout, cancelled, stop, progress, stream);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HopFailedException("This meta node stops, or leads no more.", e);
        } finally {
            stream.cancel();
        }
    }

    private HopProgress follow(
            NodeId node,
            Duration timeout,
            BooleanSupplier cancelled,
            BooleanSupplier stop,
            Consumer<HopReportProto> progress,
            ReplyQueue<HopProgress> stream)
            throws InterruptedException, OwnerUnavailableException, HopFailedException {
        HopProgress last = HopProgress.getDefaultInstance();
        long lastMoved = clock.millis();
        boolean stopping = false;
        int looksLeft = LOOKS_AFTER_STOP_MAX;
        while (true) {
            ReplyQueue.Event<HopProgress> event = stream.next(LOOK_MILLIS);
            if (event != null && event.end() != null) {
                throw broken(node, event.end());
            }
            if (event != null) {
                if (moved(last.getReport(), event.reply().getReport())) {
                    lastMoved = clock.millis();
                }
                last = event.reply();
                if (stopping || !last.getEnded()) {
                    progress.accept(last.getReport());
                }
                if (last.getEnded()) {
                    return last;
                }
            }
            if (stopping && event == null && --looksLeft == 0) {
                return last;
            }
            if (!stopping && cancelled.getAsBoolean()) {
                if (!stop.getAsBoolean()) {
                    return last;
                }
                stopping = true;
            }
            if (clock.millis() - lastMoved > timeout.toMillis()) {
                throw new HopFailedException(
                        nameOf(node) + " made no progress for " + timeout.toSeconds() + " s.");
            }
        }
    }

    private static boolean moved(HopReportProto before, HopReportProto now) {
        return before.getPhase() != now.getPhase()
                || before.getRoundTrips() != now.getRoundTrips()
                || before.getMetadataBytes() != now.getMetadataBytes()
                || before.getPayloadBytes() != now.getPayloadBytes();
    }

    private HopReport ended(HopReport report, HopProgress progress)
            throws OwnerUnavailableException, HopFailedException {
        refuseAway(report.from(), progress);
        if (report.phase() == HopPhase.VERIFIED || report.phase() == HopPhase.SKIPPED) {
            return report;
        }
        throw new HopFailedException(
                report.note().isEmpty()
                        ? nameOf(report.from()) + " gave the hop up."
                        : report.note());
    }

    private void refuseAway(NodeId by, HopProgress progress) throws OwnerUnavailableException {
        if (progress.getAway() != 0) {
            NodeId away = new NodeId(progress.getAway());
            throw new OwnerUnavailableException(
                    away, nameOf(away) + " does not answer " + nameOf(by));
        }
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
                                    .addAllShardIds(
                                            ended.shards().stream().map(ShardId::value).toList())
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
