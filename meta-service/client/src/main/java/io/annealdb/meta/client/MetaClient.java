package io.annealdb.meta.client;

import io.annealdb.image.ClusterImage;
import io.annealdb.image.RepairCodec;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.proto.HeartbeatReply;
import io.annealdb.proto.HeartbeatRequest;
import io.annealdb.proto.ImageReply;
import io.annealdb.proto.ImageRequest;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.MetaGrpc;
import io.annealdb.proto.MetaReply;
import io.annealdb.proto.RepairRequest;
import io.annealdb.proto.StatusReply;
import io.annealdb.proto.StatusRequest;
import io.annealdb.wire.Channels;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The meta service over gRPC. A call goes to the meta node that answered last; if that one is away,
 * to the next. A meta node that knows no leader holds a call until it does, so nothing waits here.
 */
public final class MetaClient implements MetaService {
    /** For one attempt: longer than meta takes to elect a leader. */
    static final Duration ATTEMPT = Duration.ofSeconds(8);

    private static final Duration HEARTBEAT = Duration.ofMillis(900);

    private final Channels channels;
    private final List<String> addresses;
    private final AtomicInteger preferred = new AtomicInteger();

    /**
     * @param addresses {@code host:port} of each meta node's operator port; at least one
     */
    public MetaClient(Channels channels, List<String> addresses) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no address of a meta node");
        }
        this.channels = channels;
        this.addresses = List.copyOf(addresses);
    }

    @Override
    public MetaReply execute(MetaCommand command) throws MetaUnavailableException {
        if (mayRepeat(command)) {
            return anyOf("change the cluster", stub -> stub.execute(command), true);
        }
        // A drop that is repeated could hit what another client has made since: it is sent once, to
        // a meta node that has just answered.
        anyOf("read the image", stub -> stub.image(ImageRequest.getDefaultInstance()), true);
        return once(command);
    }

    private static boolean mayRepeat(MetaCommand command) {
        return switch (command.getCommandCase()) {
            case DROP_DATABASE, DROP_RETENTION_POLICY -> false;
            default -> true;
        };
    }

    private MetaReply once(MetaCommand command) throws MetaUnavailableException {
        String address = addresses.get(preferred.get());
        try {
            return stub(address, ATTEMPT).execute(command);
        } catch (StatusRuntimeException e) {
            throw new MetaUnavailableException(
                    "The meta node at "
                            + address
                            + " did not say what came of the command ("
                            + reason(e)
                            + "). It may have happened: look, and repeat it if it has not.",
                    true);
        }
    }

    @Override
    public ClusterImage image(boolean linearizable) throws MetaUnavailableException {
        ImageRequest request = ImageRequest.newBuilder().setLinearizable(linearizable).build();
        ImageReply reply = anyOf("read the image", stub -> stub.image(request), false);
        return ClusterImage.fromProto(reply.getImage());
    }

    @Override
    public HeartbeatReply heartbeat(HeartbeatRequest request) throws MetaUnavailableException {
        List<Future<HeartbeatReply>> calls = new ArrayList<>();
        for (String address : addresses) {
            calls.add(
                    MetaGrpc.newFutureStub(channels.to(address))
                            .withDeadlineAfter(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS)
                            .heartbeat(request));
        }
        LivenessMerge merge = new LivenessMerge();
        List<String> troubles = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            try {
                merge.add(calls.get(i).get());
            } catch (ExecutionException e) {
                troubles.add(addresses.get(i) + " (" + reason(e.getCause()) + ")");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MetaUnavailableException("interrupted while telling meta of this node");
            }
        }
        return merge.result().orElseThrow(() -> nobody("hear the heartbeat", troubles, false));
    }

    @Override
    public StatusReply status() throws MetaUnavailableException {
        return anyOf(
                "tell the status", stub -> stub.status(StatusRequest.getDefaultInstance()), false);
    }

    @Override
    public Optional<RepairJobInfo> repair(long id) throws MetaUnavailableException {
        RepairRequest request = RepairRequest.newBuilder().setId(id).build();
        return anyOf(
                "show the repair",
                stub -> {
                    try {
                        return Optional.of(RepairCodec.decode(stub.repair(request).getJob()));
                    } catch (StatusRuntimeException e) {
                        if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                            return Optional.empty();
                        }
                        throw e;
                    }
                },
                false);
    }

    @Override
    public Watch watch(long newerThan, Consumer<ClusterImage> listener, Consumer<String> lost) {
        int at = preferred.get();
        String address = addresses.get(at);
        AtomicBoolean over = new AtomicBoolean();
        Context.CancellableContext context = Context.ROOT.withCancellation();
        StreamObserver<ImageReply> images =
                new StreamObserver<>() {
                    @Override
                    public void onNext(ImageReply reply) {
                        if (!over.get()) {
                            listener.accept(ClusterImage.fromProto(reply.getImage()));
                        }
                    }

                    @Override
                    public void onError(Throwable trouble) {
                        end(reason(trouble));
                    }

                    @Override
                    public void onCompleted() {
                        end("it stopped");
                    }

                    private void end(String why) {
                        if (over.compareAndSet(false, true)) {
                            context.close();
                            preferred.compareAndSet(at, (at + 1) % addresses.size());
                            lost.accept(address + ": " + why);
                        }
                    }
                };
        ImageRequest request = ImageRequest.newBuilder().setNewerThan(newerThan).build();
        context.run(() -> MetaGrpc.newStub(channels.to(address)).watchImage(request, images));
        return () -> {
            if (over.compareAndSet(false, true)) {
                context.cancel(null);
            }
        };
    }

    /** Asks one meta node after the other. */
    private <A> A anyOf(String what, Function<MetaGrpc.MetaBlockingStub, A> call, boolean changes)
            throws MetaUnavailableException {
        int first = preferred.get();
        List<String> troubles = new ArrayList<>();
        boolean perhapsDone = false;
        for (int i = 0; i < addresses.size(); i++) {
            int at = (first + i) % addresses.size();
            try {
                A answer = call.apply(stub(addresses.get(at), ATTEMPT));
                preferred.set(at);
                return answer;
            } catch (StatusRuntimeException e) {
                troubles.add(addresses.get(at) + " (" + reason(e) + ")");
                perhapsDone |= changes && mayHaveReached(e);
            }
        }
        throw nobody(what, troubles, perhapsDone);
    }

    private MetaGrpc.MetaBlockingStub stub(String address, Duration deadline) {
        return MetaGrpc.newBlockingStub(channels.to(address))
                .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static boolean mayHaveReached(StatusRuntimeException e) {
        return switch (e.getStatus().getCode()) {
            case UNIMPLEMENTED, FAILED_PRECONDITION, UNAUTHENTICATED, PERMISSION_DENIED -> false;
            default -> !reason(e).startsWith("no connection");
        };
    }

    private static MetaUnavailableException nobody(
            String what, List<String> troubles, boolean perhapsDone) {
        return new MetaUnavailableException(
                "No meta node could "
                        + what
                        + ": "
                        + String.join(", ", troubles)
                        + ". Start a meta node, or look at the addresses.",
                perhapsDone);
    }

    private static String reason(Throwable trouble) {
        Status status = Status.fromThrowable(trouble);
        if (status.getCode() == Status.Code.UNAVAILABLE
                && status.getCause() instanceof java.net.ConnectException) {
            return "no connection";
        }
        if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
            return "no answer in time";
        }
        return status.getDescription() == null
                ? status.getCode().toString()
                : status.getDescription();
    }
}
