package io.annealdb.data.gossip;

import io.annealdb.points.NodeId;
import io.scalecube.cluster.Cluster;
import io.scalecube.cluster.ClusterConfig;
import io.scalecube.cluster.ClusterImpl;
import io.scalecube.cluster.ClusterMessageHandler;
import io.scalecube.cluster.Member;
import io.scalecube.cluster.membership.MembershipEvent;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Liveness by SWIM (Das, Gupta, Motivala, "SWIM: Scalable Weakly-consistent Infection-style Process
 * Group Membership Protocol", 2002), as ScaleCube does it, over TCP on a port of its own. Each node
 * names itself by its number; members of another cluster are in another namespace and never heard.
 */
public final class SwimMembership implements Membership {
    private static final Logger LOG = LoggerFactory.getLogger(SwimMembership.class);

    private static final int PING_EVERY_MILLIS = 500;
    private static final int PING_TIMEOUT_MILLIS = 200;
    private static final int GOSSIP_EVERY_MILLIS = 100;

    /** So often is a seed asked for its list: how long two halves may not know each other. */
    private static final int SYNC_EVERY_MILLIS = 5_000;

    private static final int METADATA_TIMEOUT_MILLIS = 2_000;

    /**
     * @param self the number that others know this node by
     * @param host under which others reach it
     * @param bind where it listens; the port is told to others
     * @param seeds {@code host:port} of nodes to begin with; those that do not answer do no harm
     */
    public record Settings(
            String clusterId,
            NodeId self,
            String host,
            InetSocketAddress bind,
            List<String> seeds) {
        public Settings {
            seeds = List.copyOf(seeds);
        }
    }

    private final MemberIds members = new MemberIds();
    private final Cluster cluster;

    private SwimMembership(Settings settings, Listener listener) {
        ClusterConfig config =
                ClusterConfig.defaultLanConfig()
                        .memberAlias(Integer.toString(settings.self().value()))
                        .externalHost(settings.host())
                        .externalPort(settings.bind().getPort())
                        .metadataTimeout(METADATA_TIMEOUT_MILLIS)
                        .transport(
                                transport ->
                                        transport
                                                .port(settings.bind().getPort())
                                                .messageCodec(new SwimMessageCodec())
                                                .transportFactory(
                                                        new SwimTransport(settings.bind())))
                        .failureDetector(
                                detector ->
                                        detector.pingInterval(PING_EVERY_MILLIS)
                                                .pingTimeout(PING_TIMEOUT_MILLIS))
                        .gossip(gossip -> gossip.gossipInterval(GOSSIP_EVERY_MILLIS))
                        .membership(
                                membership ->
                                        membership
                                                .namespace("anneal-" + settings.clusterId())
                                                .syncInterval(SYNC_EVERY_MILLIS)
                                                .seedMembers(settings.seeds()));
        cluster =
                new ClusterImpl(config)
                        .handler(
                                started ->
                                        new ClusterMessageHandler() {
                                            @Override
                                            public void onMembershipEvent(MembershipEvent event) {
                                                happened(event, listener);
                                            }
                                        })
                        .startAwait();
    }

    /**
     * Binds the port and begins to look for others.
     *
     * @throws IllegalStateException if the address cannot be bound
     */
    public static SwimMembership start(Settings settings, Listener listener) {
        try {
            return new SwimMembership(settings, listener);
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "gossip cannot start at "
                            + settings.bind()
                            + ": "
                            + e.getMessage()
                            + ". Set [gossip] bind-address to a free one.",
                    e);
        }
    }

    private void happened(MembershipEvent event, Listener listener) {
        Member member = event.member();
        Optional<NodeId> node = node(member);
        if (node.isEmpty()) {
            LOG.warn("A member of SWIM that is no data node: {}", member);
        } else if (event.isAdded()) {
            members.added(member.id(), node.get()).ifPresent(listener::appeared);
        } else if (event.isRemoved() || event.isLeaving()) {
            members.removed(member.id()).ifPresent(listener::vanished);
        }
    }

    private static Optional<NodeId> node(Member member) {
        try {
            return Optional.of(new NodeId(Integer.parseInt(member.alias())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public Set<NodeId> live() {
        return members.live();
    }

    /** Says good-bye, so that the others need not find out. */
    @Override
    public void close() {
        cluster.shutdown();
        cluster.onShutdown().block(Duration.ofSeconds(5));
    }
}
