package io.annealdb.meta.repair;

import io.annealdb.meta.log.NoLeaderException;
import io.annealdb.meta.log.RaftLog;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.MetaReply;
import io.annealdb.repair.coordinator.JobJournal;
import io.annealdb.repair.coordinator.JournalUnavailableException;
import io.annealdb.repair.coordinator.ShardCertificate;
import io.annealdb.repair.job.JobState;
import io.annealdb.repair.job.RepairJob;
import io.annealdb.repair.job.ShardRepair;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The coordinator's records, in the Raft log. Only the leader can write them, so a coordinator that
 * was replaced and does not know it yet records nothing.
 */
final class RaftJournal implements JobJournal {
    private static final Logger LOG = LoggerFactory.getLogger(RaftJournal.class);

    private final RaftLog log;
    private final InstantSource clock;

    RaftJournal(RaftLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    @Override
    public Optional<RepairJob> job(long id) {
        return log.image().repair(id).map(JobConversion::job);
    }

    @Override
    public JobState currentState(long id) {
        return log.image()
                .repair(id)
                .map(job -> JobState.valueOf(job.state().name()))
                .orElse(JobState.CANCELLED);
    }

    @Override
    public void record(long id, List<ShardRepair> shards, long totalGatherBytes)
            throws JournalUnavailableException {
        propose(JobCommands.record(id, shards, totalGatherBytes));
    }

    @Override
    public void promise(long id, Duration within, List<NodeId> away, String restated)
            throws JournalUnavailableException {
        propose(JobCommands.promise(id, within, away, restated));
    }

    @Override
    public void commit(List<ShardCertificate> certificates) throws JournalUnavailableException {
        propose(JobCommands.commit(certificates));
    }

    @Override
    public void changeState(long id, JobState target, String failure)
            throws JournalUnavailableException {
        propose(JobCommands.changeState(id, target, failure));
    }

    @Override
    public void acceptLoss(ShardId shard) throws JournalUnavailableException {
        propose(JobCommands.acceptLoss(shard));
    }

    private void propose(MetaCommand.Builder command) throws JournalUnavailableException {
        try {
            MetaReply reply = log.proposeAsLeader(command.setNow(clock.millis()).build());
            if (!reply.getError().isEmpty()) {
                // Cancelled, paused or dropped meanwhile: the coordinator sees it at its next look.
                LOG.debug("Not recorded: {}", reply.getError());
            }
        } catch (NoLeaderException e) {
            throw new JournalUnavailableException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalUnavailableException("This meta node stops, or leads no more.", e);
        }
    }
}
