package io.annealdb.image;

import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.MetaReply;
import java.util.List;

/**
 * What a command means for an image: the one place where records come from. Pure: times and random
 * numbers are in the command, drawn by whoever proposed it, so that every meta node decides alike.
 * A command given twice, because its first answer was lost, does not do twice what must happen
 * once.
 */
public final class Decisions {
    private Decisions() {}

    public static Decision decide(ClusterImage image, MetaCommand command) {
        DecisionDraft draft = new DecisionDraft(image, command.getNow());
        try {
            decide(draft, command);
            return draft.end();
        } catch (Refusal refusal) {
            return refused(image, refusal.getMessage());
        } catch (IllegalArgumentException | ArithmeticException malformed) {
            return refused(
                    image,
                    "The command makes no sense to this version of AnnealDB: "
                            + malformed.getMessage());
        }
    }

    private static Decision refused(ClusterImage image, String error) {
        return new Decision(
                List.of(),
                MetaReply.newBuilder()
                        .setImageVersion(image.version())
                        .setClusterId(image.clusterId())
                        .setError(error)
                        .build());
    }

    private static void decide(DecisionDraft draft, MetaCommand command) {
        switch (command.getCommandCase()) {
            case INIT_CLUSTER -> NodeDecisions.initCluster(draft, command.getInitCluster());
            case REGISTER_DATA_NODE ->
                    NodeDecisions.registerDataNode(draft, command.getRegisterDataNode());
            case REGISTER_META_NODE ->
                    NodeDecisions.registerMetaNode(draft, command.getRegisterMetaNode());
            case SHARDS_HELD -> NodeDecisions.shardsHeld(draft, command.getShardsHeld());
            case CREATE_DATABASE ->
                    PolicyDecisions.createDatabase(draft, command.getCreateDatabase());
            case DROP_DATABASE -> PolicyDecisions.dropDatabase(draft, command.getDropDatabase());
            case CREATE_RETENTION_POLICY ->
                    PolicyDecisions.createPolicy(draft, command.getCreateRetentionPolicy());
            case ALTER_RETENTION_POLICY ->
                    PolicyDecisions.alterPolicy(draft, command.getAlterRetentionPolicy());
            case DROP_RETENTION_POLICY ->
                    PolicyDecisions.dropPolicy(draft, command.getDropRetentionPolicy());
            case ENSURE_GROUPS -> GroupDecisions.ensureGroups(draft, command.getEnsureGroups());
            case CREATE_NEXT_GROUPS ->
                    GroupDecisions.createNextGroups(draft, command.getCreateNextGroups());
            case DROP_EXPIRED -> GroupDecisions.dropExpired(draft);
            case START_REPAIR -> RepairDecisions.start(draft, command.getStartRepair());
            case SET_REPAIR_STATE -> RepairDecisions.setState(draft, command.getSetRepairState());
            case RECORD_SHARD_REPAIR ->
                    RepairDecisions.record(draft, command.getRecordShardRepair());
            case PROMISE_EQUALITY -> RepairDecisions.promise(draft, command.getPromiseEquality());
            case SET_REPAIR_CONFIG ->
                    RepairDecisions.configure(draft, command.getSetRepairConfig());
            case ACCEPT_LOSS -> RepairDecisions.acceptLoss(draft, command.getAcceptLoss());
            case COMMIT_CERTIFICATES ->
                    CertificateDecisions.commit(draft, command.getCommitCertificates());
            case COMMAND_NOT_SET ->
                    throw Refusal.because(
                            "The meta nodes do not know this command. Run one version of AnnealDB"
                                    + " on all nodes.");
        }
    }
}
