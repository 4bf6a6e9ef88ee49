package io.annealdb.meta.leader;

import io.annealdb.image.Decisions;
import io.annealdb.image.RepairCodec;
import io.annealdb.image.RepairConfig;
import io.annealdb.meta.liveness.LivenessTable;
import io.annealdb.meta.log.Leadership;
import io.annealdb.meta.log.NoLeaderException;
import io.annealdb.meta.log.RaftLog;
import io.annealdb.points.NodeId;
import io.annealdb.points.time.Scheduler;
import io.annealdb.proto.CreateNextGroups;
import io.annealdb.proto.DropExpired;
import io.annealdb.proto.InitCluster;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.RegisterMetaNode;
import java.io.Closeable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the leader does unasked: names the cluster when there is none, keeps the list of meta nodes,
 * makes the next shard groups ahead of time, drops those that are past their retention. A command
 * that would change nothing is not proposed.
 */
public final class LeaderDuties implements Leadership.Listener, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderDuties.class);

    /** How long before its begin a group is made, as in InfluxDB. */
    private static final Duration AHEAD = Duration.ofMinutes(30);

    private static final Duration TICK = Duration.ofSeconds(5);

    private final RaftLog log;
    private final LivenessTable liveness;
    private final List<RegisterMetaNode> metaNodes;
    private final int defaultReplication;
    private final RepairConfig antiEntropy;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Scheduler scheduler;
    // Under this object's lock.
    private Scheduler.Task ticking;
    private boolean closed;

    public LeaderDuties(
            RaftLog log,
            LivenessTable liveness,
            List<RegisterMetaNode> metaNodes,
            int defaultReplication,
            RepairConfig antiEntropy,
            InstantSource clock,
            RandomGenerator random,
            Scheduler scheduler) {
        this.log = log;
        this.liveness = liveness;
        this.metaNodes = List.copyOf(metaNodes);
        this.defaultReplication = defaultReplication;
        this.antiEntropy = antiEntropy;
        this.clock = clock;
        this.random = random;
        this.scheduler = scheduler;
    }

    @Override
    public synchronized void gained() {
        if (closed) {
            return;
        }
        scheduler.execute(this::takeOffice);
        ticking = scheduler.every(TICK, this::tick);
    }

    @Override
    public synchronized void lost() {
        if (ticking != null) {
            ticking.cancel();
            ticking = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        lost();
    }

    private void takeOffice() {
        attempt(
                () -> {
                    propose(
                            command()
                                    .setInitCluster(
                                            InitCluster.newBuilder()
                                                    .setClusterId(drawClusterId())
                                                    .setHashKeyLow(random.nextLong())
                                                    .setHashKeyHigh(random.nextLong())
                                                    .setDefaultReplication(defaultReplication)
                                                    .setRepairConfig(
                                                            RepairCodec.encode(antiEntropy))));
                    for (RegisterMetaNode node : metaNodes) {
                        propose(command().setRegisterMetaNode(node));
                    }
                });
    }

    private String drawClusterId() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Also finishes taking office, should that have failed half-way. */
    private void tick() {
        if (!log.leads()) {
            return;
        }
        if (log.image().clusterId().isEmpty()) {
            takeOffice();
            return;
        }
        attempt(
                () -> {
                    propose(command().setDropExpired(DropExpired.getDefaultInstance()));
                    propose(
                            command()
                                    .setCreateNextGroups(
                                            CreateNextGroups.newBuilder()
                                                    .setAhead(AHEAD.toNanos())
                                                    .addAllLiving(
                                                            liveness.living(log.image()).stream()
                                                                    .map(NodeId::value)
                                                                    .toList())));
                });
    }

    private MetaCommand.Builder command() {
        return MetaCommand.newBuilder().setNow(clock.millis());
    }

    private void propose(MetaCommand.Builder builder)
            throws NoLeaderException, InterruptedException {
        MetaCommand command = builder.build();
        if (!Decisions.decide(log.image(), command).records().isEmpty()) {
            log.proposeAsLeader(command);
        }
    }

    private interface Duty {
        void run() throws NoLeaderException, InterruptedException;
    }

    private void attempt(Duty duty) {
        try {
            duty.run();
        } catch (NoLeaderException e) {
            LOG.debug("A duty of the leader waits for the next one.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
