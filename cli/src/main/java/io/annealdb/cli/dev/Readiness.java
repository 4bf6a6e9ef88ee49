package io.annealdb.cli.dev;

import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.image.ClusterImage;
import io.annealdb.proto.StatusReply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Waits until the nodes of a dev cluster serve. */
public final class Readiness {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final int NO_CONTENT = 204;

    private final ClusterConnection connection;
    private final DevNodes nodes;
    private final InstantSource clock;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    public Readiness(ClusterConnection connection, DevNodes nodes, InstantSource clock) {
        this.connection = connection;
        this.nodes = nodes;
        this.clock = clock;
    }

    /** Meta has a leader. */
    public void awaitLeader(List<DevNode> metas) throws IOException {
        await("the meta nodes", () -> leader(metas).isPresent());
    }

    /** Meta has given the data node its number. */
    public void awaitRegistered(DevNode node, List<DevNode> metas) throws IOException {
        await(node.name(), () -> isRegistered(node, metas));
    }

    private boolean isRegistered(DevNode node, List<DevNode> metas) {
        return leader(metas)
                .map(status -> ClusterImage.fromProto(status.getImage()))
                .flatMap(image -> image.dataNode(node.name()))
                .isPresent();
    }

    /** The data node answers clients, and meta takes it for alive. */
    public void awaitServing(DevNode node, List<DevNode> metas) throws IOException {
        await(node.name(), () -> answersPing(node) && isAlive(node, metas));
    }

    private Optional<StatusReply> leader(List<DevNode> metas) {
        return metas.stream()
                .flatMap(meta -> connection.meta().status(meta.address()).stream())
                .filter(status -> !status.getLeader().isEmpty())
                .findFirst();
    }

    private boolean isAlive(DevNode node, List<DevNode> metas) {
        return leader(metas)
                .filter(
                        status ->
                                ClusterImage.fromProto(status.getImage())
                                        .dataNode(node.name())
                                        .filter(
                                                known ->
                                                        status.getNodesList().stream()
                                                                .anyMatch(
                                                                        heard ->
                                                                                heard.getNodeId()
                                                                                                == known.id()
                                                                                                        .value()
                                                                                        && heard.getState()
                                                                                                .equals(
                                                                                                        "alive")))
                                        .isPresent())
                .isPresent();
    }

    private boolean answersPing(DevNode node) {
        HttpRequest ping =
                HttpRequest.newBuilder(URI.create("http://" + node.address() + "/ping"))
                        .timeout(Duration.ofSeconds(2))
                        .build();
        try {
            return http.send(ping, BodyHandlers.discarding()).statusCode() == NO_CONTENT;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void await(String who, BooleanSupplier condition) throws IOException {
        Instant deadline = clock.instant().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            nodes.requireLiving();
            if (clock.instant().isAfter(deadline)) {
                throw CommandFailure.failed(
                        who + " did not serve within " + PATIENCE.toSeconds() + " s; see its log.");
            }
            try {
                Thread.sleep(BETWEEN_LOOKS.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw CommandFailure.failed("interrupted while " + who + " was starting.");
            }
        }
    }
}
