package io.annealdb.cli.connect;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.CommandFailure;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.ShardPlace;
import io.annealdb.proto.StatusReply;
import io.annealdb.wire.Channels;
import io.annealdb.wire.TransportSecurity;
import java.io.Closeable;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An operator's way into a cluster: through its meta nodes or, while none lives, its data nodes.
 */
public final class ClusterConnection implements Closeable {
    private final Channels channels;
    private final Optional<MetaNodes> meta;
    private final List<HostPort> dataAddresses;
    private final DataNodes data;

    private ClusterConnection(
            Channels channels, Optional<MetaNodes> meta, List<HostPort> dataAddresses) {
        this.channels = channels;
        this.meta = meta;
        this.dataAddresses = dataAddresses;
        this.data = new DataNodes(channels);
    }

    public static ClusterConnection throughMeta(CommandContext context, List<HostPort> addresses) {
        return throughMeta(
                context, addresses, "Name others with --meta HOST:PORT[,...] or ANNEAL_META.");
    }

    /** The same for what works without meta too: if none answers, that is said. */
    public static ClusterConnection throughMetaOrAdvised(
            CommandContext context, List<HostPort> addresses) {
        return throughMeta(
                context,
                addresses,
                "Ask data nodes instead with --data HOST:8088[,...], or name other meta nodes with"
                        + " --meta HOST:PORT[,...] or ANNEAL_META.");
    }

    private static ClusterConnection throughMeta(
            CommandContext context, List<HostPort> addresses, String advice) {
        Channels channels = channels(context);
        return new ClusterConnection(
                channels,
                Optional.of(new MetaNodes(channels, addresses, context.clock(), advice)),
                List.of());
    }

    public static ClusterConnection throughData(CommandContext context, List<HostPort> addresses) {
        return new ClusterConnection(channels(context), Optional.empty(), addresses);
    }

    private static Channels channels(CommandContext context) {
        return new Channels(
                TransportSecurity.plaintext(),
                new CommandIdentity(),
                () -> Long.toHexString(context.random().nextLong()));
    }

    /**
     * @throws IllegalStateException if this way leads around meta
     */
    public MetaNodes meta() {
        return meta.orElseThrow(() -> new IllegalStateException("opened without meta nodes"));
    }

    public DataNodes data() {
        return data;
    }

    /** The newest image that can be had. */
    public ClusterImage image() {
        return meta.map(MetaNodes::image).orElseGet(this::imageOfDataNodes);
    }

    /**
     * Asks meta, and each data node of the image for itself; owners that differ are asked again
     * about what rests.
     */
    public ClusterView viewAtRest() {
        ClusterView view = view();
        long at = view.meta().map(StatusReply::getClosed).orElse(0L);
        List<ShardPlace> differing = view.differing();
        return at == 0 || differing.isEmpty()
                ? view
                : view.withEqualAtRest(new RestingCells(data, view.image(), at).equal(differing));
    }

    /** Asks meta, and each data node of the image for itself. */
    public ClusterView view() {
        Optional<StatusReply> status = meta.map(MetaNodes::status);
        ClusterImage image =
                status.map(reply -> ClusterImage.fromProto(reply.getImage()))
                        .orElseGet(this::imageOfDataNodes);
        return new ClusterView(image, status, data.statuses(image.dataNodes()), Set.of());
    }

    private ClusterImage imageOfDataNodes() {
        return dataAddresses.stream()
                .flatMap(address -> data.image(address).stream())
                .max(Comparator.comparingLong(ClusterImage::version))
                .orElseThrow(
                        () ->
                                CommandFailure.failed(
                                        "no data node answers at "
                                                + dataAddresses.stream()
                                                        .map(HostPort::toString)
                                                        .collect(Collectors.joining(","))
                                                + ". Start one, or name others with --data"
                                                + " HOST:PORT[,...] (their gRPC port, 8088 by"
                                                + " default)."));
    }

    @Override
    public void close() {
        channels.close();
    }
}
