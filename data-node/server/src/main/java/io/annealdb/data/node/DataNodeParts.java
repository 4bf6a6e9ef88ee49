package io.annealdb.data.node;

import io.annealdb.data.gossip.Membership;
import io.annealdb.data.hint.DebtLedger;
import io.annealdb.data.hint.DebtPayments;
import io.annealdb.data.hint.HintedHandoff;
import io.annealdb.data.hint.QueueStatus;
import io.annealdb.data.image.ClusterView;
import io.annealdb.data.image.ImageCache;
import io.annealdb.data.local.HeldShards;
import io.annealdb.data.local.LocalReads;
import io.annealdb.data.local.LocalWrites;
import io.annealdb.data.local.OwnedShards;
import io.annealdb.data.node.Registration.Joined;
import io.annealdb.data.peer.NodeCalls;
import io.annealdb.data.peer.PeerHealth;
import io.annealdb.data.peer.PeerWatch;
import io.annealdb.data.peer.Peers;
import io.annealdb.data.repair.Adoption;
import io.annealdb.data.repair.ForegroundGuard;
import io.annealdb.data.repair.RepairCalls;
import io.annealdb.data.write.ClusterDeleteWriter;
import io.annealdb.data.write.ClusterPointsWriter;
import io.annealdb.data.write.OwnerLink;
import io.annealdb.data.write.UnassignedPoints;
import io.annealdb.data.write.UnderWay;
import io.annealdb.data.write.WriteMeans;
import io.annealdb.image.ClusterImage;
import io.annealdb.meta.client.MetaUnavailableException;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.time.Scheduler;
import io.annealdb.proto.PeerProto;
import io.annealdb.storage.scrub.Scrubber;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A data node without its ports: everything that decides, wired by constructors, outermost last.
 * {@link DataNode} puts gRPC and HTTP around it, the simulator its own network.
 *
 * <pre>
 *   Registration ─▶ ImageCache ─▶ OwnedShards ─▶ LocalWrites, LocalReads, RepairCalls ─▶ LocalNode
 *                       │                                                            ▲
 *                       └──▶ OwnerLink ─▶ HintedHandoff ─▶ points, deletes     peers ┘
 * </pre>
 */
public final class DataNodeParts implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(DataNodeParts.class);

    private static final long HINT_SEGMENT_BYTES = 8L << 20;
    private static final Duration CLOSE_IDLE = Duration.ofSeconds(10);
    private static final Duration JOIN_AGAIN = Duration.ofSeconds(1);

    private final NodeSurroundings around;
    private final Registration registration;
    private final Joined joined;
    private final ImageCache images;
    private final CoordinatorClock coordinator;
    private final ClosedStamp closedStamp;
    private final Peers peers;
    private final PeerHealth health;
    private final PeerWatch watch;
    private final OwnedShards shards;
    private final HeldShards held;
    private final DebtLedger debts;
    private final DebtPayments payments;
    private final HintedHandoff hints;
    private final LocalReads reads;
    private final RepairCalls repair;
    private final Adoption adoption;
    private final KeptDeletePurge keptDeletes;
    private final LocalNode local;
    private final ClusterPointsWriter points;
    private final ClusterDeleteWriter deletes;
    private final Gossip gossip;
    private final Heartbeats heartbeats;
    private final Scrubber scrubber;
    private final Reunion reunion;
    private Optional<Scheduler.Task> closingIdle = Optional.empty();
    private volatile boolean registered;
    private volatile boolean closed;

    /** How a node reaches the others, once it knows who it is. */
    public interface PeersFactory extends BiFunction<NodeId, ClusterView, Peers> {}

    private DataNodeParts(
            NodeSurroundings around,
            ImageCache images,
            Registration registration,
            Joined joined,
            PeersFactory network)
            throws IOException {
        DataNodeConfig config = around.config();
        NodeId self = joined.node();
        this.around = around;
        this.registration = registration;
        this.joined = joined;
        this.images = images;
        coordinator =
                new CoordinatorClock(
                        around.hybrid(),
                        self,
                        joined.incarnation(),
                        config.cluster().clockAheadMax());
        UnderWay underWay = new UnderWay(coordinator);
        closedStamp = new ClosedStamp(underWay, () -> hints().leastHlc());
        peers = network.apply(self, images);
        health = new PeerHealth(around.metrics());
        watch =
                new PeerWatch(
                        self, images::image, peers, health, around.scheduler(), around.clock());
        shards = new OwnedShards(around.engine(), self);
        held = new HeldShards(self, shards, around.meta(), around.clock());
        debts = DebtLedger.open(around.directory());
        payments = new DebtPayments(debts);
        repair =
                new RepairCalls(
                        self,
                        images,
                        shards,
                        around.engine(),
                        peers,
                        debts,
                        around.clock(),
                        around.sleeper(),
                        ForegroundGuard.ofWrites(
                                around.metrics(),
                                config.repair().foregroundP99Budget(),
                                around.clock()),
                        around.metrics());
        keptDeletes = new KeptDeletePurge(around.engine(), images::image);
        adoption = new Adoption(self, around.engine());
        reads = new LocalReads(self, images, shards, watch::behind, adoption::missed);
        NodeReport report =
                new NodeReport(
                        self,
                        config.node().name(),
                        coordinator,
                        this::hints,
                        debts,
                        around.engine(),
                        repair,
                        watch::behind,
                        closedStamp::now,
                        this::peersHeard);
        local =
                new LocalNode(
                        new LocalWrites(self, images, shards, around.engine(), around.hybrid()),
                        reads,
                        repair,
                        images,
                        this::hints,
                        this::gossip,
                        report::status);
        OwnerLink link =
                new OwnerLink(
                        self,
                        local,
                        peers,
                        health,
                        watch::look,
                        config.cluster().writesPendingMax());
        hints = openHints(link);
        WriteMeans means =
                new WriteMeans(
                        link,
                        coordinator,
                        underWay,
                        hints,
                        around.scheduler(),
                        config.cluster().writeTimeout(),
                        around.metrics());
        points = new ClusterPointsWriter(images, health, around.clock(), means);
        deletes = new ClusterDeleteWriter(images, means);
        gossip =
                new Gossip(
                        self,
                        images,
                        peers,
                        health,
                        watch,
                        new OwnNews(
                                self,
                                coordinator::incarnation,
                                around.engine(),
                                around.metrics().meter("write.points"),
                                () -> hints.status().stream().mapToLong(QueueStatus::bytes).sum()),
                        around.scheduler(),
                        around.random(),
                        around.metrics());
        NodeGauges.register(
                around.metrics(),
                around.clock(),
                coordinator,
                this::hints,
                config.hintedHandoff().bytesMax(),
                debts,
                around.engine(),
                closedStamp::now);
        registered = joined.countedByMeta();
        reunion =
                new Reunion(
                        self,
                        images,
                        local,
                        peers,
                        health,
                        around.scheduler(),
                        around.clock(),
                        () -> !registered,
                        around.metrics());
        heartbeats =
                new Heartbeats(
                        around.meta(),
                        around.scheduler(),
                        () -> report.heartbeat(images.image().version()),
                        reply -> {
                            images.heardOf(reply.getImageVersion());
                            keptDeletes.heard(reply.getClosed());
                        });
        scrubber =
                new Scrubber(
                        config.scrub(),
                        around.engine()::shards,
                        around.directory(),
                        around.scheduler(),
                        around.clock(),
                        around.metrics());
    }

    private HintedHandoff openHints(OwnerLink link) throws IOException {
        DataNodeConfig.HintedHandoff config = around.config().hintedHandoff();
        return new HintedHandoff(
                new HintedHandoff.Settings(
                        config.enabled(),
                        config.bytesMax(),
                        config.ageMax(),
                        config.retry(),
                        config.retryMax(),
                        config.bytesPerSecondMax(),
                        config.concurrencyMax(),
                        config.batchBytes(),
                        HINT_SEGMENT_BYTES),
                new HintedHandoff.Surroundings(
                        around.directory(),
                        around.clock(),
                        around.random(),
                        around.scheduler(),
                        peers,
                        health,
                        images,
                        debts,
                        around.metrics()),
                queue -> new UnassignedPoints(images, link, queue, around.clock()));
    }

    private HintedHandoff hints() {
        return hints;
    }

    private Gossip gossip() {
        return gossip;
    }

    private List<PeerProto> peersHeard() {
        return gossip.peers();
    }

    /** SWIM runs beside this node from now on: it says who lives. */
    public void follow(Function<Membership.Listener, Membership> swim) {
        gossip.follow(swim.apply(gossip));
    }

    /**
     * Joins the cluster and builds the node; nothing runs yet. Waits for meta, unless the node has
     * joined before and can go on with its last image.
     *
     * @param folder how the operator knows the data folder
     * @throws StartException if the folder or meta refuses
     */
    public static DataNodeParts open(NodeSurroundings around, String folder, PeersFactory network)
            throws IOException, InterruptedException {
        ImageCache images =
                ImageCache.open(
                        around.directory(), around.meta(), around.scheduler(), around.clock());
        DataNodeConfig.Node node = around.config().node();
        Registration registration =
                new Registration(
                        around.directory(),
                        folder,
                        around.meta(),
                        images,
                        around.clock(),
                        new Registration.Self(
                                node.name(),
                                node.zone(),
                                around.rpcAddress(),
                                around.httpAddress(),
                                around.gossipAddress(),
                                around.engine().folderId().toString(),
                                drawStartId(around)));
        Optional<NodeRecord> record =
                Registration.checkFolder(around.directory(), folder, node.name());
        Optional<IOException> uncounted = Optional.empty();
        if (record.isPresent()) {
            record = record.map(NodeRecord::startedAgain);
            try {
                record.get().write(around.directory());
            } catch (IOException e) {
                uncounted = Optional.of(e); // a full disk; meta can count it as well
                record = Optional.empty();
            }
        }
        Optional<Joined> joined = registration.tryJoin();
        if (joined.isEmpty() && uncounted.isPresent()) {
            throw new IOException(
                    "this start can be counted neither on disk nor by meta, which does not answer: "
                            + uncounted.get().getMessage(),
                    uncounted.get());
        }
        if (joined.isEmpty() && record.isPresent()) {
            joined = registration.joinWithoutMeta(record.get());
        }
        for (int tries = 0; joined.isEmpty(); tries++) {
            if (tries % 10 == 0) {
                LOG.warn(
                        "Node {} waits for meta at {}.",
                        node.name(),
                        around.config().metaServers());
            }
            around.sleeper().sleep(JOIN_AGAIN);
            joined = registration.tryJoin();
        }
        return new DataNodeParts(around, images, registration, joined.get(), network);
    }

    private static String drawStartId(NodeSurroundings around) {
        return new UUID(around.random().nextLong(), around.random().nextLong()).toString();
    }

    /** Begins to follow the image, to deliver hints, to beat. */
    public void start() {
        around.identity().joined(membership());
        shards.follow(images.image());
        images.onChange(shards::follow);
        images.onChange(image -> around.scheduler().execute(() -> held.tell(image)));
        images.onChange(payments::follow);
        // Before the first query: a disk from the past must not answer it.
        adoption.follow(images.image());
        images.onChange(image -> around.scheduler().execute(() -> adoption.follow(image)));
        images.follow();
        watch.start();
        if (around.config().gossip().enabled()) {
            gossip.start();
        }
        heartbeats.start();
        scrubber.start();
        closingIdle = Optional.of(around.scheduler().every(CLOSE_IDLE, this::tidy));
        if (!joined.countedByMeta()) {
            LOG.warn(
                    "Meta is away: node {} goes on with image {}.",
                    joined.node(),
                    images.image().version());
            around.scheduler().after(JOIN_AGAIN, this::joinAtLast);
            reunion.start();
        }
    }

    private void tidy() {
        repair.closeIdle();
        keptDeletes.run();
        held.tell(images.image());
        debts.keepRefused();
        if (shards.holdsOrphans(images.image())) {
            try {
                shards.setAsideOrphans(images.linearizable());
            } catch (MetaUnavailableException e) {
                LOG.debug("whether a shard is an orphan is asked again later", e);
            }
        }
    }

    private void joinAtLast() {
        if (closed) {
            return;
        }
        try {
            Optional<Joined> now = registration.tryJoin();
            if (now.isPresent()) {
                registered = true;
                coordinator.startedAs(now.get().incarnation());
                shards.follow(images.image());
                return;
            }
        } catch (IOException | StartException e) {
            LOG.error("Node {} cannot register: {}", joined.node(), e.getMessage());
        }
        around.scheduler().after(JOIN_AGAIN, this::joinAtLast);
    }

    private NodeIdentity.Membership membership() {
        return new NodeIdentity.Membership() {
            @Override
            public String clusterId() {
                return joined.clusterId();
            }

            @Override
            public NodeId node() {
                return joined.node();
            }

            @Override
            public int incarnation() {
                return coordinator.incarnation();
            }

            @Override
            public long imageVersion() {
                return images.image().version();
            }

            @Override
            public void heard(NodeId peer, long clock) {
                coordinator.heard(peer, clock);
                watch.heardFrom(peer);
            }

            @Override
            public void heardOfImage(long version) {
                images.heardOf(version);
            }
        };
    }

    public NodeId self() {
        return joined.node();
    }

    /** What the network calls. */
    public NodeCalls calls() {
        return local;
    }

    public ClusterPointsWriter points() {
        return points;
    }

    public ClusterDeleteWriter deletes() {
        return deletes;
    }

    public ImageCache images() {
        return images;
    }

    public ClusterImage image() {
        return images.image();
    }

    public Peers peers() {
        return peers;
    }

    public PeerHealth health() {
        return health;
    }

    /** What this node promises now (repair.md R1), as its heartbeats say it; 0: nothing yet. */
    public long closedStamp() {
        return closedStamp.now();
    }

    /** Why this node's copy of a shard is not whole; empty if it is. */
    public String trouble(ShardId shard) {
        return reads.trouble(shard);
    }

    /** Stops what runs, writes caches out, closes the engine. */
    @Override
    public void close() throws IOException {
        closed = true;
        reunion.close();
        scrubber.close();
        heartbeats.close();
        closingIdle.ifPresent(Scheduler.Task::cancel);
        gossip.close();
        watch.close();
        images.close();
        repair.close();
        try {
            hints.close();
            debts.close();
        } finally {
            around.engine().close();
        }
    }
}
