package io.annealdb.meta.repair;

import io.annealdb.image.CertificateCodec;
import io.annealdb.image.RepairCodec;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.proto.AcceptLoss;
import io.annealdb.proto.CommitCertificates;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.PromiseEquality;
import io.annealdb.proto.RecordShardRepair;
import io.annealdb.proto.RepairStateProto;
import io.annealdb.proto.SetRepairState;
import io.annealdb.repair.coordinator.ShardCertificate;
import io.annealdb.repair.job.JobState;
import io.annealdb.repair.job.ShardRepair;
import java.time.Duration;
import java.util.List;

/**
 * What the journal of repair jobs writes into meta's log, whatever keeps that log: Raft, or the
 * simulator. The proposer adds the time.
 */
public final class JobCommands {
    private JobCommands() {}

    public static MetaCommand.Builder record(
            long job, List<ShardRepair> shards, long totalGatherBytes) {
        RecordShardRepair.Builder record =
                RecordShardRepair.newBuilder().setId(job).setGatherBytes(totalGatherBytes);
        shards.forEach(shard -> record.addShards(RepairCodec.encode(JobConversion.shard(shard))));
        return MetaCommand.newBuilder().setRecordShardRepair(record);
    }

    public static MetaCommand.Builder promise(
            long job, Duration within, List<NodeId> away, String restated) {
        return MetaCommand.newBuilder()
                .setPromiseEquality(
                        PromiseEquality.newBuilder()
                                .setId(job)
                                .setWithinMillis(within.toMillis())
                                .addAllAway(away.stream().map(NodeId::value).toList())
                                .setRestated(restated));
    }

    public static MetaCommand.Builder commit(List<ShardCertificate> certificates) {
        CommitCertificates.Builder commit = CommitCertificates.newBuilder();
        certificates.forEach(
                certificate ->
                        commit.addCertificates(
                                CertificateCodec.encode(JobConversion.certificate(certificate))));
        return MetaCommand.newBuilder().setCommitCertificates(commit);
    }

    public static MetaCommand.Builder changeState(long job, JobState target, String failure) {
        return MetaCommand.newBuilder()
                .setSetRepairState(
                        SetRepairState.newBuilder()
                                .setId(job)
                                .setState(RepairStateProto.valueOf(target.name()))
                                .setFailure(failure));
    }

    public static MetaCommand.Builder acceptLoss(ShardId shard) {
        return MetaCommand.newBuilder()
                .setAcceptLoss(AcceptLoss.newBuilder().setShardId(shard.value()));
    }
}
