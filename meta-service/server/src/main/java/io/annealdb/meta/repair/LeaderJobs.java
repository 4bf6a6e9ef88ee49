package io.annealdb.meta.repair;

import io.annealdb.image.ClusterImage;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.image.RepairKind;
import io.annealdb.meta.log.NoLeaderException;
import io.annealdb.meta.log.RaftLog;
import io.annealdb.points.ShardId;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.MetaReply;
import io.annealdb.proto.RepairKindProto;
import io.annealdb.proto.StartRepair;
import io.annealdb.repair.antientropy.BackgroundJobs;
import io.annealdb.repair.coordinator.JournalUnavailableException;
import io.annealdb.repair.job.JobState;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Background jobs in the Raft log: only the leader writes them. */
final class LeaderJobs implements BackgroundJobs {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderJobs.class);

    private final RaftLog log;
    private final CertificateAges certificates;
    private final InstantSource clock;
    private final RandomGenerator random;

    LeaderJobs(
            RaftLog log,
            CertificateAges certificates,
            InstantSource clock,
            RandomGenerator random) {
        this.log = log;
        this.certificates = certificates;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public boolean start(List<ShardId> shards, String reason) throws JournalUnavailableException {
        String refused =
                propose(
                        MetaCommand.newBuilder()
                                .setStartRepair(
                                        StartRepair.newBuilder()
                                                .setKind(RepairKindProto.BACKGROUND)
                                                .addAllShardIds(
                                                        shards.stream()
                                                                .map(ShardId::value)
                                                                .toList())
                                                .setReason(reason)
                                                .setRate(log.image().repairConfig().rate())
                                                .setSeed(random.nextLong())));
        if (!refused.isEmpty()) {
            LOG.debug("No background repair of {}: {}", shards, refused);
        }
        return refused.isEmpty();
    }

    @Override
    public void stop(String reason) throws JournalUnavailableException {
        ClusterImage image = log.image();
        for (RepairJobInfo job : image.repairs()) {
            if (job.kind() == RepairKind.BACKGROUND && !job.state().ended()) {
                propose(JobCommands.changeState(job.id(), JobState.CANCELLED, reason));
            }
        }
    }

    @Override
    public void stands(ShardId shard) {
        certificates.stands(shard);
    }

    /** What the log had against it; empty if nothing. */
    private String propose(MetaCommand.Builder command) throws JournalUnavailableException {
        try {
            MetaReply reply = log.proposeAsLeader(command.setNow(clock.millis()).build());
            return reply.getError();
        } catch (NoLeaderException e) {
            throw new JournalUnavailableException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalUnavailableException("This meta node stops, or leads no more.", e);
        }
    }
}
