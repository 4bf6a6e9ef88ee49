package io.annealdb.meta.operator;

import io.annealdb.image.ClusterImage;
import io.annealdb.image.RepairCodec;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.meta.liveness.LivenessTable;
import io.annealdb.meta.log.NoLeaderException;
import io.annealdb.meta.log.RaftLog;
import io.annealdb.meta.repair.Promises;
import io.annealdb.proto.HeartbeatReply;
import io.annealdb.proto.HeartbeatRequest;
import io.annealdb.proto.ImageReply;
import io.annealdb.proto.ImageRequest;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.MetaGrpc;
import io.annealdb.proto.MetaReply;
import io.annealdb.proto.RepairReply;
import io.annealdb.proto.RepairRequest;
import io.annealdb.proto.ShardPromiseProto;
import io.annealdb.proto.StatusReply;
import io.annealdb.proto.StatusRequest;
import io.annealdb.wire.Channels;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Meta service: what data nodes and operators call at any meta node. */
public final class MetaEndpoint extends MetaGrpc.MetaImplBase {
    private static final Logger LOG = LoggerFactory.getLogger(MetaEndpoint.class);
    private static final long FORWARD_MILLIS = 3_000;

    private final String name;
    private final Map<String, String> operatorAddresses;
    private final RaftLog log;
    private final LivenessTable liveness;
    private final ImageStreams streams;
    private final UnaryOperator<RepairJobInfo> withLiveProgress;
    private final JobsAtRest jobsAtRest;
    private final Promises promises;
    private final Channels channels;
    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * @param operatorAddresses of every meta node, by name, in order
     * @param withLiveProgress adds what a job that runs on this node has come to since its last
     *     record
     * @param jobsAtRest of this node, if it drives jobs
     * @param promises of this node, if it leads
     */
    public MetaEndpoint(
            String name,
            Map<String, String> operatorAddresses,
            RaftLog log,
            LivenessTable liveness,
            ImageStreams streams,
            UnaryOperator<RepairJobInfo> withLiveProgress,
            JobsAtRest jobsAtRest,
            Promises promises,
            Channels channels,
            InstantSource clock,
            RandomGenerator random) {
        this.name = name;
        this.operatorAddresses = operatorAddresses;
        this.log = log;
        this.liveness = liveness;
        this.streams = streams;
        this.withLiveProgress = withLiveProgress;
        this.jobsAtRest = jobsAtRest;
        this.promises = promises;
        this.channels = channels;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public void execute(MetaCommand command, StreamObserver<MetaReply> answer) {
        answer(answer, () -> mayStopJobs(command) ? stopJobs(command) : propose(command));
    }

    private MetaReply propose(MetaCommand command) throws NoLeaderException {
        return log.propose(completed(command));
    }

    private static boolean mayStopJobs(MetaCommand command) {
        return command.hasSetRepairConfig() || command.hasSetRepairState();
    }

    /**
     * Answered when the hops that it stops stand still, as far as the leader, who drives them, can
     * say.
     */
    private MetaReply stopJobs(MetaCommand command) throws NoLeaderException, InterruptedException {
        MetaCommand completed = completed(command);
        if (!command.getForwarded()) {
            MetaCommand forwarded = completed.toBuilder().setForwarded(true).build();
            Optional<MetaReply> fromLeader =
                    askLeader(stub -> stub.execute(forwarded), "a command that stops repairs");
            if (fromLeader.isPresent()) {
                return fromLeader.get();
            }
        }
        MetaReply reply = log.propose(completed);
        jobsAtRest.await();
        return reply;
    }

    /** Draws what the caller has left to this node, before the command enters the log. */
    private MetaCommand completed(MetaCommand command) {
        MetaCommand.Builder out = command.toBuilder();
        if (out.getNow() == 0) {
            out.setNow(clock.millis());
        }
        if (out.hasEnsureGroups() && out.getEnsureGroups().getLivingCount() == 0) {
            liveness.living(log.image())
                    .forEach(node -> out.getEnsureGroupsBuilder().addLiving(node.value()));
        }
        if (out.hasStartRepair() && out.getStartRepair().getSeed() == 0) {
            out.getStartRepairBuilder().setSeed(random.nextLong());
        }
        return out.build();
    }

    @Override
    public void image(ImageRequest request, StreamObserver<ImageReply> answer) {
        answer(
                answer,
                () -> {
                    ClusterImage image =
                            request.getLinearizable() ? log.readLinearizable() : log.image();
                    return ImageReply.newBuilder().setImage(image.toProto()).build();
                });
    }

    @Override
    public void watchImage(ImageRequest request, StreamObserver<ImageReply> answer) {
        streams.add(request.getNewerThan(), (ServerCallStreamObserver<ImageReply>) answer);
    }

    @Override
    public void heartbeat(HeartbeatRequest request, StreamObserver<HeartbeatReply> answer) {
        answer(
                answer,
                () -> {
                    ClusterImage image = log.image();
                    if (request.getNodeId() > 0) {
                        liveness.heard(request);
                    }
                    return HeartbeatReply.newBuilder()
                            .setImageVersion(image.version())
                            .addAllNodes(liveness.nodes(image))
                            .setClosed(liveness.closed().least(image).orElse(0))
                            .build();
                });
    }

    @Override
    public void status(StatusRequest request, StreamObserver<StatusReply> answer) {
        answer(
                answer,
                () -> {
                    ClusterImage image = log.image();
                    return StatusReply.newBuilder()
                            .addAllDiffering(differing(request))
                            .setName(name)
                            .setLeader(log.leader().orElse(""))
                            .addAllPeers(operatorAddresses.keySet())
                            .addAllNodes(liveness.nodes(image))
                            .addAllQueues(liveness.queues(image))
                            .setClosed(liveness.closed().least(image).orElse(0))
                            .setImage(image.toProto())
                            .build();
                });
    }

    /** Only the leader compares owners. */
    private List<ShardPromiseProto> differing(StatusRequest request) {
        Optional<StatusReply> fromLeader =
                request.getForwarded()
                        ? Optional.empty()
                        : askLeader(
                                stub -> stub.status(request.toBuilder().setForwarded(true).build()),
                                "shards that differ");
        return fromLeader
                .map(StatusReply::getDifferingList)
                .orElseGet(
                        () ->
                                promises.ofShards().entrySet().stream()
                                        .map(
                                                entry ->
                                                        ShardPromiseProto.newBuilder()
                                                                .setShardId(entry.getKey().value())
                                                                .setEqualBy(
                                                                        entry.getValue()
                                                                                .toEpochMilli())
                                                                .build())
                                        .toList());
    }

    @Override
    public void repair(RepairRequest request, StreamObserver<RepairReply> answer) {
        answer(
                answer,
                () -> {
                    Optional<RepairReply> fromLeader =
                            request.getForwarded()
                                    ? Optional.empty()
                                    : askLeader(
                                            stub ->
                                                    stub.repair(
                                                            request.toBuilder()
                                                                    .setForwarded(true)
                                                                    .build()),
                                            "repair r-" + request.getId());
                    return fromLeader.isPresent() ? fromLeader.get() : ownView(request.getId());
                });
    }

    private RepairReply ownView(long id) {
        RepairJobInfo job =
                log.image()
                        .repair(id)
                        .orElseThrow(
                                () ->
                                        Status.NOT_FOUND
                                                .withDescription("repair not found: r-" + id)
                                                .asRuntimeException());
        return RepairReply.newBuilder()
                .setJob(RepairCodec.encode(withLiveProgress.apply(job)))
                .build();
    }

    /** What the leader says; empty if this node leads, or the leader does not answer. */
    private <A> Optional<A> askLeader(Function<MetaGrpc.MetaBlockingStub, A> call, String what) {
        String leader = log.leader().orElse(name);
        if (leader.equals(name) || !operatorAddresses.containsKey(leader)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    call.apply(
                            MetaGrpc.newBlockingStub(channels.to(operatorAddresses.get(leader)))
                                    .withDeadlineAfter(FORWARD_MILLIS, TimeUnit.MILLISECONDS)));
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                throw e;
            }
            LOG.debug("The leader {} does not answer for {}.", leader, what, e);
            return Optional.empty();
        }
    }

    private interface Call<A> {
        A run() throws NoLeaderException, InterruptedException;
    }

    private <A> void answer(StreamObserver<A> observer, Call<A> call) {
        A reply;
        try {
            reply = call.run();
        } catch (NoLeaderException e) {
            LOG.debug("A call finds no leader.", e);
            observer.onError(
                    Status.UNAVAILABLE.withDescription(e.getMessage()).asRuntimeException());
            return;
        } catch (StatusRuntimeException e) {
            observer.onError(e);
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            observer.onError(
                    Status.UNAVAILABLE
                            .withDescription("The meta node " + name + " stops.")
                            .asRuntimeException());
            return;
        } catch (RuntimeException e) {
            LOG.error("A call failed on this meta node; this is a bug.", e);
            observer.onError(Status.INTERNAL.withDescription(e.toString()).asRuntimeException());
            return;
        }
        observer.onNext(reply);
        observer.onCompleted();
    }
}
