package io.annealdb.image;

import io.annealdb.proto.AcceptLoss;
import io.annealdb.proto.AlterRetentionPolicy;
import io.annealdb.proto.CommitCertificates;
import io.annealdb.proto.CreateDatabase;
import io.annealdb.proto.CreateNextGroups;
import io.annealdb.proto.CreateRetentionPolicy;
import io.annealdb.proto.DropDatabase;
import io.annealdb.proto.DropExpired;
import io.annealdb.proto.DropRetentionPolicy;
import io.annealdb.proto.EnsureGroups;
import io.annealdb.proto.InitCluster;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.MetaReply;
import io.annealdb.proto.RecordShardRepair;
import io.annealdb.proto.RegisterDataNode;
import io.annealdb.proto.RepairKindProto;
import io.annealdb.proto.RepairStateProto;
import io.annealdb.proto.RetentionPolicySpec;
import io.annealdb.proto.SetRepairConfig;
import io.annealdb.proto.SetRepairState;
import io.annealdb.proto.StartRepair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A meta service of one image, and short ways to say commands. */
final class Commands {
    static final long HOUR = Duration.ofHours(1).toNanos();
    static final long DAY = 24 * HOUR;
    static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    ClusterImage image = ClusterImage.EMPTY;
    long now = NOW.toEpochMilli();

    /** A cluster with a name and some data nodes, {@code data-1} to {@code data-n}. */
    static Commands cluster(int dataNodes) {
        Commands cluster = new Commands();
        cluster.run(
                MetaCommand.newBuilder()
                        .setInitCluster(
                                InitCluster.newBuilder()
                                        .setClusterId("c1")
                                        .setHashKeyLow(1)
                                        .setHashKeyHigh(2)));
        for (int i = 1; i <= dataNodes; i++) {
            cluster.run(register("data-" + i, "folder-" + i));
        }
        return cluster;
    }

    MetaReply run(MetaCommand.Builder command) {
        Decision decision = Decisions.decide(image, command.setNow(now).build());
        image = image.apply(decision.records());
        return decision.reply();
    }

    String error(MetaCommand.Builder command) {
        return run(command).getError();
    }

    static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }

    static MetaCommand.Builder register(String name, String folder) {
        return MetaCommand.newBuilder()
                .setRegisterDataNode(
                        RegisterDataNode.newBuilder()
                                .setName(name)
                                .setHttpAddress(name + ":8086")
                                .setRpcAddress(name + ":8088")
                                .setFolderId(folder));
    }

    static MetaCommand.Builder createDatabase(String name) {
        return MetaCommand.newBuilder()
                .setCreateDatabase(CreateDatabase.newBuilder().setName(name));
    }

    static MetaCommand.Builder createDatabase(String name, RetentionPolicySpec.Builder policy) {
        return MetaCommand.newBuilder()
                .setCreateDatabase(CreateDatabase.newBuilder().setName(name).setPolicy(policy));
    }

    static MetaCommand.Builder dropDatabase(String name) {
        return MetaCommand.newBuilder().setDropDatabase(DropDatabase.newBuilder().setName(name));
    }

    static RetentionPolicySpec.Builder policy(String name) {
        return RetentionPolicySpec.newBuilder().setName(name);
    }

    static MetaCommand.Builder createPolicy(String database, RetentionPolicySpec.Builder policy) {
        return MetaCommand.newBuilder()
                .setCreateRetentionPolicy(
                        CreateRetentionPolicy.newBuilder().setDatabase(database).setPolicy(policy));
    }

    static MetaCommand.Builder alterPolicy(String database, RetentionPolicySpec.Builder policy) {
        return MetaCommand.newBuilder()
                .setAlterRetentionPolicy(
                        AlterRetentionPolicy.newBuilder().setDatabase(database).setPolicy(policy));
    }

    static MetaCommand.Builder dropPolicy(String database, String policy) {
        return MetaCommand.newBuilder()
                .setDropRetentionPolicy(
                        DropRetentionPolicy.newBuilder().setDatabase(database).setName(policy));
    }

    static MetaCommand.Builder ensureGroups(String database, String policy, long... times) {
        EnsureGroups.Builder asked =
                EnsureGroups.newBuilder().setDatabase(database).setRetentionPolicy(policy);
        for (long time : times) {
            asked.addTimes(time);
        }
        return MetaCommand.newBuilder().setEnsureGroups(asked);
    }

    static MetaCommand.Builder createNextGroups(long ahead) {
        return MetaCommand.newBuilder()
                .setCreateNextGroups(CreateNextGroups.newBuilder().setAhead(ahead));
    }

    static MetaCommand.Builder dropExpired() {
        return MetaCommand.newBuilder().setDropExpired(DropExpired.getDefaultInstance());
    }

    static MetaCommand.Builder startRepair(StartRepair.Builder asked) {
        return MetaCommand.newBuilder().setStartRepair(asked);
    }

    static MetaCommand.Builder setState(long id, RepairStateProto state) {
        return MetaCommand.newBuilder()
                .setSetRepairState(SetRepairState.newBuilder().setId(id).setState(state));
    }

    static MetaCommand.Builder record(long id, ShardRepairInfo shard, long gatherBytes) {
        return MetaCommand.newBuilder()
                .setRecordShardRepair(
                        RecordShardRepair.newBuilder()
                                .setId(id)
                                .addShards(RepairCodec.encode(shard))
                                .setGatherBytes(gatherBytes));
    }

    static MetaCommand.Builder repairConfig(boolean enabled) {
        return MetaCommand.newBuilder()
                .setSetRepairConfig(SetRepairConfig.newBuilder().setEnabled(enabled));
    }

    static MetaCommand.Builder commit(Certificate... certificates) {
        CommitCertificates.Builder commit = CommitCertificates.newBuilder();
        for (Certificate certificate : certificates) {
            commit.addCertificates(CertificateCodec.encode(certificate));
        }
        return MetaCommand.newBuilder().setCommitCertificates(commit);
    }

    /** A job that the leader starts. */
    static MetaCommand.Builder startBackground(long seed, Long... shards) {
        return startRepair(
                StartRepair.newBuilder()
                        .setKind(RepairKindProto.BACKGROUND)
                        .setSeed(seed)
                        .setReason("roots differ")
                        .addAllShardIds(List.of(shards)));
    }

    static MetaCommand.Builder acceptLoss(long shard) {
        return MetaCommand.newBuilder().setAcceptLoss(AcceptLoss.newBuilder().setShardId(shard));
    }
}
