package io.annealdb.meta;

import io.annealdb.image.ClusterImage;
import io.annealdb.meta.leader.LeaderDuties;
import io.annealdb.meta.liveness.LivenessTable;
import io.annealdb.meta.log.RaftLog;
import io.annealdb.meta.operator.ImageStreams;
import io.annealdb.meta.operator.MetaEndpoint;
import io.annealdb.meta.operator.MetaIdentity;
import io.annealdb.meta.repair.BackgroundRepair;
import io.annealdb.meta.repair.CertificateAges;
import io.annealdb.meta.repair.LiveProgress;
import io.annealdb.meta.repair.RepairRunner;
import io.annealdb.proto.RegisterMetaNode;
import io.annealdb.wire.Channels;
import io.annealdb.wire.WireServer;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A meta node: its parts, wired. */
public final class MetaNode implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(MetaNode.class);

    private final MetaNodeConfig config;
    private final Seams seams;
    private final Deque<Closeable> parts = new ArrayDeque<>(); // the last opened first
    private RaftLog log;
    private WireServer server;

    private MetaNode(MetaNodeConfig config, Seams seams) {
        this.config = config;
        this.seams = seams;
    }

    /**
     * Starts a meta node: it serves when this returns, and has a leader soon after, once a majority
     * of its peers run.
     *
     * @throws IOException if it cannot start: the folder is another node's or cannot be written, a
     *     port is taken. The message is one line for the operator
     */
    public static MetaNode start(MetaNodeConfig config, Seams seams) throws IOException {
        MetaNode node = new MetaNode(config, seams);
        try {
            node.open();
            return node;
        } catch (IOException | RuntimeException e) {
            node.close();
            throw e;
        }
    }

    private void open() throws IOException {
        MetaFolder folder = opened(MetaFolder.open(config.dir()));
        FolderMark mark = ownMark(folder);
        ExecutorService threads = threads();
        AtomicReference<ClusterImage> newest = new AtomicReference<>(ClusterImage.EMPTY);
        ClusterMark clusterMark = new ClusterMark(folder, mark, threads);
        ImageStreams streams = new ImageStreams(threads);
        log =
                opened(
                        RaftLog.open(
                                config.name(),
                                members(),
                                mark.group(),
                                folder.raft(),
                                Address.listen(config.raftBind()),
                                RaftLog.Tuning.DEFAULT,
                                image -> {
                                    newest.set(image);
                                    clusterMark.heard(image);
                                    streams.publish(image);
                                },
                                seams.metrics()));
        clusterMark.refuseForeign();

        MetaIdentity identity = new MetaIdentity(newest::get);
        Channels channels = opened(new Channels(seams.security(), identity, this::requestId));
        LivenessTable liveness = new LivenessTable(seams.clock());
        CertificateAges ages = new CertificateAges(log::image, seams.clock(), seams.metrics());
        LiveProgress progress = new LiveProgress(seams.metrics(), ages);
        RepairRunner repairs =
                opened(
                        new RepairRunner(
                                log,
                                progress,
                                liveness.closed(),
                                channels,
                                seams.clock(),
                                seams.scheduler(),
                                seams.metrics(),
                                config.name()));
        streams.listen(repairs::heard);
        LeaderDuties duties = opened(leaderDuties(liveness));
        BackgroundRepair background =
                opened(
                        new BackgroundRepair(
                                log,
                                liveness,
                                ages,
                                channels,
                                seams.clock(),
                                seams.random(),
                                seams.metrics(),
                                config.name()));
        log.listen(repairs);
        log.listen(background);
        log.listen(duties);

        MetaEndpoint endpoint =
                new MetaEndpoint(
                        config.name(),
                        operatorAddresses(),
                        log,
                        liveness,
                        streams,
                        progress::on,
                        repairs::awaitStopped,
                        background.promises(),
                        channels,
                        seams.clock(),
                        seams.random());
        server =
                opened(
                        WireServer.start(
                                Address.listen(config.operatorBind()),
                                seams.security(),
                                identity,
                                threads,
                                List.of(endpoint)));
        parts.push(streams::close);
    }

    private <P extends Closeable> P opened(P part) {
        parts.push(part);
        return part;
    }

    /** Checks whose folder it is; a new one becomes this node's. */
    private FolderMark ownMark(MetaFolder folder) throws IOException {
        var known = folder.mark();
        if (known.isPresent()) {
            known.get().check(config);
            return known.get();
        }
        FolderMark mark = FolderMark.founding(config);
        folder.mark(mark);
        return mark;
    }

    /** Runs the calls of others, which may wait for the log. */
    private ExecutorService threads() {
        ExecutorService threads =
                Executors.newCachedThreadPool(
                        work -> {
                            Thread thread = new Thread(work, config.name() + "-calls");
                            thread.setDaemon(true);
                            return thread;
                        });
        parts.push(threads::shutdownNow);
        return threads;
    }

    private String requestId() {
        return Long.toHexString(seams.random().nextLong());
    }

    private List<RaftLog.Member> members() {
        return config.peers().stream()
                .map(peer -> new RaftLog.Member(peer.name(), peer.raftAddress()))
                .toList();
    }

    private Map<String, String> operatorAddresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        config.peers().forEach(peer -> addresses.put(peer.name(), peer.operatorAddress()));
        return addresses;
    }

    private LeaderDuties leaderDuties(LivenessTable liveness) {
        List<RegisterMetaNode> metaNodes =
                config.peers().stream()
                        .map(
                                peer ->
                                        RegisterMetaNode.newBuilder()
                                                .setName(peer.name())
                                                .setOperatorAddress(peer.operatorAddress())
                                                .setRaftAddress(peer.raftAddress())
                                                .build())
                        .toList();
        return new LeaderDuties(
                log,
                liveness,
                metaNodes,
                config.defaultReplication(),
                config.antiEntropy(),
                seams.clock(),
                seams.random(),
                seams.scheduler());
    }

    /**
     * Whether a leader is known and has named the cluster, so that commands are answered at once.
     */
    public boolean ready() {
        return log.leader().isPresent() && !log.image().clusterId().isEmpty();
    }

    /** Whether this node leads. */
    public boolean leads() {
        return log.leads();
    }

    /** Stops within some seconds; what was acknowledged is on disk already. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (IOException | RuntimeException e) {
                LOG.warn("A part of {} did not stop in order.", config.name(), e);
            }
        }
    }
}
