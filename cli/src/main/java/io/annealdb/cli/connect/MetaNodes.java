package io.annealdb.cli.connect;

import io.annealdb.cli.CommandFailure;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.MetaNodeInfo;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.meta.client.MetaClient;
import io.annealdb.meta.client.MetaService;
import io.annealdb.meta.client.MetaUnavailableException;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.MetaGrpc;
import io.annealdb.proto.MetaReply;
import io.annealdb.proto.StatusReply;
import io.annealdb.proto.StatusRequest;
import io.annealdb.wire.Channels;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Calls to meta nodes: each goes to any that answers. Once the image is seen, also to meta nodes
 * that nobody has named, so that a command outlives the death of the one it was told of.
 */
public final class MetaNodes {
    private static final Duration PROBE_MAX = Duration.ofSeconds(2);

    private final Channels channels;
    private final InstantSource clock;
    private final String advice;
    private final Set<String> addresses = new LinkedHashSet<>();
    private MetaService service;

    /**
     * @param clock stamps the commands: meta's state machine has none
     * @param advice what an operator can do if no meta node answers
     */
    MetaNodes(Channels channels, List<HostPort> named, InstantSource clock, String advice) {
        this.advice = advice;
        this.channels = channels;
        this.clock = clock;
        named.forEach(address -> addresses.add(address.toString()));
        this.service = new MetaClient(channels, List.copyOf(addresses));
    }

    public StatusReply status() {
        StatusReply status = ask(MetaService::status);
        learn(ClusterImage.fromProto(status.getImage()));
        return status;
    }

    /** The image with all that was acknowledged before this call. */
    public ClusterImage image() {
        ClusterImage image = ask(meta -> meta.image(true));
        learn(image);
        return image;
    }

    /** What one meta node says; empty if it does not answer. */
    public Optional<StatusReply> status(String address) {
        try {
            return Optional.of(
                    MetaGrpc.newBlockingStub(channels.to(address))
                            .withDeadlineAfter(PROBE_MAX.toMillis(), TimeUnit.MILLISECONDS)
                            .status(StatusRequest.getDefaultInstance()));
        } catch (StatusRuntimeException away) {
            return Optional.empty();
        }
    }

    /**
     * Changes the cluster.
     *
     * @throws CommandFailure with meta's words if it was refused
     */
    public MetaReply execute(MetaCommand.Builder command) {
        MetaCommand stamped = command.setNow(clock.millis()).build();
        MetaReply reply = ask(meta -> meta.execute(stamped));
        if (!reply.getError().isEmpty()) {
            throw CommandFailure.failed(reply.getError());
        }
        return reply;
    }

    /** A job with its live progress; empty if there is none of that number. */
    public Optional<RepairJobInfo> repair(long id) {
        return ask(meta -> meta.repair(id));
    }

    private void learn(ClusterImage image) {
        if (addresses.addAll(
                image.metaNodes().stream().map(MetaNodeInfo::operatorAddress).toList())) {
            service = new MetaClient(channels, List.copyOf(addresses));
        }
    }

    private interface Question<A> {
        A of(MetaService meta) throws MetaUnavailableException;
    }

    private <A> A ask(Question<A> question) {
        try {
            return question.of(service);
        } catch (MetaUnavailableException e) {
            throw CommandFailure.failed(e.getMessage() + " " + advice);
        }
    }
}
