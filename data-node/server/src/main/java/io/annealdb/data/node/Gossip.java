package io.annealdb.data.node;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import io.annealdb.data.gossip.Membership;
import io.annealdb.data.gossip.RootsHeard;
import io.annealdb.data.gossip.Rumour;
import io.annealdb.data.gossip.Rumour.Kind;
import io.annealdb.data.gossip.Rumour.Subject;
import io.annealdb.data.gossip.RumourMill;
import io.annealdb.data.gossip.Whisper;
import io.annealdb.data.image.ImageCache;
import io.annealdb.data.peer.PeerException;
import io.annealdb.data.peer.PeerHealth;
import io.annealdb.data.peer.PeerWatch;
import io.annealdb.data.peer.Peers;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.DataNodeInfo;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.time.Scheduler;
import io.annealdb.proto.PeerProto;
import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's part in the gossip: a round each second. It tells of the images it has, of its load
 * and of its shards' roots; a newer image that it hears of and that meta does not bring it fetches
 * from the node that told. Any thread may call it.
 */
final class Gossip implements Membership.Listener, Closeable {
    static final Duration ROUND = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Gossip.class);

    /** Load and roots are looked at so often; load is told again only if it has changed. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    /** Meta may bring an image that was heard of; after that it is fetched from a peer. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final NodeId self;
    private final ImageCache images;
    private final Peers peers;
    private final PeerHealth health;
    private final PeerWatch watch;
    private final OwnNews news;
    private final Scheduler scheduler;
    private final RumourMill mill;
    private final RootsHeard rootsHeard = new RootsHeard(); // guarded by itself
    private final Meter messages;
    private final Meter heardNews;
    private final Meter imagesFetched;
    private final List<Scheduler.Task> tasks = new ArrayList<>();
    private Optional<Membership> membership = Optional.empty();

    Gossip(
            NodeId self,
            ImageCache images,
            Peers peers,
            PeerHealth health,
            PeerWatch watch,
            OwnNews news,
            Scheduler scheduler,
            RandomGenerator random,
            MetricRegistry metrics) {
        this.self = self;
        this.images = images;
        this.peers = peers;
        this.health = health;
        this.watch = watch;
        this.news = news;
        this.scheduler = scheduler;
        this.mill = new RumourMill(RumourMill.Settings.DEFAULT, random);
        this.messages = metrics.meter("gossip.messages");
        this.heardNews = metrics.meter("gossip.news");
        this.imagesFetched = metrics.meter("gossip.images.fetched");
    }

    synchronized void start() {
        images.onChange(this::tellOf);
        tellOf(images.image());
        tasks.add(scheduler.every(ROUND, () -> scheduler.execute(this::round)));
        tasks.add(scheduler.every(LOOK, () -> scheduler.execute(this::look)));
    }

    /** SWIM runs from now on, and says who lives. */
    synchronized void follow(Membership swim) {
        membership = Optional.of(swim);
    }

    private void tellOf(ClusterImage image) {
        if (image.version() > 0) {
            mill.tell(new Rumour(Subject.IMAGE, image.version(), new byte[0]));
        }
        mill.retain(
                subject ->
                        subject.kind() == Kind.IMAGE
                                || image.dataNode(new NodeId(subject.node())).isPresent());
    }

    private void look() {
        news.load().ifPresent(mill::tell);
        news.roots().ifPresent(mill::tell);
        synchronized (rootsHeard) {
            rootsHeard.look(news.ownRoots(), OwnNews.rootsHeard(mill, others()));
        }
    }

    private List<NodeId> others() {
        return images.image().dataNodes().stream()
                .map(DataNodeInfo::id)
                .filter(node -> !node.equals(self))
                .toList();
    }

    private void round() {
        List<NodeId> live = others().stream().filter(health::live).toList();
        mill.round(live).ifPresent(round -> talk(round.partner(), round.whisper()));
    }

    private void talk(NodeId partner, Whisper whisper) {
        try {
            messages.mark();
            Whisper answer = peers.peer(partner).gossip(whisper);
            heardOf(partner, answer);
            Optional<Whisper> rest = mill.answered(answer);
            if (rest.isPresent()) {
                messages.mark();
                peers.peer(partner).gossip(rest.get());
            }
        } catch (PeerException e) {
            health.failed(e);
        }
    }

    /** What another node says; the answer goes back to it. */
    Whisper heard(NodeId from, Whisper whisper) {
        heardOf(from, whisper);
        return mill.heard(whisper);
    }

    private void heardOf(NodeId from, Whisper whisper) {
        for (Rumour rumour : whisper.rumours()) {
            boolean newer =
                    mill.about(rumour.subject())
                            .map(known -> known.version() < rumour.version())
                            .orElse(true);
            if (newer) {
                heardNews.mark();
            }
            if (rumour.subject().kind() == Kind.IMAGE
                    && rumour.version() > images.image().version()) {
                images.heardOf(rumour.version());
                scheduler.after(PATIENCE, () -> fetch(from, rumour.version()));
            }
        }
    }

    /** Meta did not bring it: it is away, or cut off from here. */
    private void fetch(NodeId from, long version) {
        List<NodeId> sources = new ArrayList<>(others());
        sources.remove(from);
        sources.add(0, from);
        for (NodeId source : sources) {
            if (images.image().version() >= version) {
                return;
            }
            if (source.equals(from) || health.live(source)) {
                fetchFrom(source);
            }
        }
    }

    private void fetchFrom(NodeId source) {
        try {
            ClusterImage theirs = peers.peer(source).image();
            if (theirs.clusterId().equals(images.image().clusterId())
                    && theirs.version() > images.image().version()) {
                images.advance(theirs);
                imagesFetched.mark();
                LOG.info("Image {} came from node {}.", theirs.version(), source);
            }
        } catch (PeerException e) {
            health.failed(e);
        }
    }

    @Override
    public void appeared(NodeId node) {
        LOG.info("Gossip has found node {}.", node);
        scheduler.execute(() -> watch.look(node));
    }

    @Override
    public void vanished(NodeId node) {
        LOG.warn("Gossip has lost node {}.", node);
        health.failed(
                new PeerException(node, PeerException.Kind.UNREACHABLE, "is lost, says gossip"));
    }

    /** What is known of each other node by hearsay. */
    List<PeerProto> peers() {
        Map<NodeId, List<ShardId>> unequal;
        synchronized (rootsHeard) {
            unequal = rootsHeard.unequal();
        }
        List<PeerProto> heard = new ArrayList<>();
        for (NodeId node : others()) {
            PeerProto.Builder peer =
                    PeerProto.newBuilder().setNodeId(node.value()).setLive(lives(node));
            OwnNews.loadHeard(mill, node).ifPresent(peer::setLoad);
            unequal.getOrDefault(node, List.of())
                    .forEach(shard -> peer.addUnequalShards(shard.value()));
            heard.add(peer.build());
        }
        return heard;
    }

    private synchronized boolean lives(NodeId node) {
        return health.live(node)
                || membership.map(swim -> swim.live().contains(node)).orElse(false);
    }

    @Override
    public synchronized void close() {
        tasks.forEach(Scheduler.Task::cancel);
    }
}
