package io.annealdb.meta.repair;

import io.annealdb.image.RepairCodec;
import io.annealdb.points.ShardId;
import io.annealdb.proto.AcceptLoss;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.RecordShardRepair;
import io.annealdb.proto.RepairStateProto;
import io.annealdb.proto.SetRepairState;
import io.annealdb.repair.job.JobState;
import io.annealdb.repair.job.ShardRepair;

/**
 * What the journal of repair jobs writes into meta's log, whatever keeps that log: Raft, or the
 * simulator. The proposer adds the time.
 */
public final class JobCommands {
    private JobCommands() {}

    public static MetaCommand.Builder record(long job, ShardRepair shard, long totalGatherBytes) {
        return MetaCommand.newBuilder()
                .setRecordShardRepair(
                        RecordShardRepair.newBuilder()
                                .setId(job)
                                .setShard(RepairCodec.encode(JobConversion.shard(shard)))
                                .setGatherBytes(totalGatherBytes));
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
