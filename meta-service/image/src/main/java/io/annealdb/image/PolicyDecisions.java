package io.annealdb.image;

import io.annealdb.image.placement.GroupDurations;
import io.annealdb.proto.AlterRetentionPolicy;
import io.annealdb.proto.CreateDatabase;
import io.annealdb.proto.CreateRetentionPolicy;
import io.annealdb.proto.DropDatabase;
import io.annealdb.proto.DropRetentionPolicy;
import io.annealdb.proto.RetentionPolicySpec;
import java.util.List;

/** Decisions about databases and retention policies: InfluxDB's, in InfluxDB's words. */
final class PolicyDecisions {
    private static final String CONFLICT = "retention policy conflicts with an existing policy";
    private static final int NAME_LENGTH_MAX = 255;

    private PolicyDecisions() {}

    /** Twice the same is fine; with another policy than the default one it is a conflict. */
    static void createDatabase(DecisionDraft draft, CreateDatabase asked) {
        checkName(asked.getName());
        ClusterImage image = draft.image();
        RetentionPolicySpec spec = asked.getPolicy();
        if (asked.hasPolicy()) {
            checkDuration(spec);
        }
        var known = image.database(asked.getName());
        if (known.isPresent()) {
            if (asked.hasPolicy()) {
                refuseOtherPolicy(known.get(), spec);
            }
            return;
        }
        String policyName = spec.getName().isEmpty() ? "autogen" : spec.getName();
        checkName(policyName);
        RetentionPolicyInfo policy = newPolicy(image, policyName, spec);
        draft.add(new MetaRecord.DatabaseCreated(image.next().database(), asked.getName()));
        draft.add(new MetaRecord.PolicyCreated(asked.getName(), policy));
        draft.add(new MetaRecord.DefaultPolicySet(asked.getName(), policyName));
    }

    private static void refuseOtherPolicy(DatabaseInfo database, RetentionPolicySpec spec) {
        String name = spec.getName().isEmpty() ? "autogen" : spec.getName();
        RetentionPolicyInfo existing = database.policy(name).orElse(null);
        if (existing == null || !name.equals(database.defaultPolicy())) {
            throw Refusal.because(CONFLICT);
        }
        long groupDuration = GroupDurations.of(spec.getGroupDuration(), existing.duration());
        if (spec.hasDuration() && spec.getDuration() != existing.duration()
                || spec.hasReplication() && spec.getReplication() != existing.replication()
                || groupDuration != existing.groupDuration()) {
            throw Refusal.because(CONFLICT);
        }
    }

    static void dropDatabase(DecisionDraft draft, DropDatabase asked) {
        if (draft.image().database(asked.getName()).isPresent()) {
            draft.add(new MetaRecord.DatabaseDropped(asked.getName()));
        }
    }

    static void createPolicy(DecisionDraft draft, CreateRetentionPolicy asked) {
        RetentionPolicySpec spec = asked.getPolicy();
        checkName(spec.getName());
        checkDuration(spec);
        RetentionPolicyInfo policy = newPolicy(draft.image(), spec.getName(), spec);
        DatabaseInfo database = databaseOf(draft.image(), asked.getDatabase());
        RetentionPolicyInfo existing = database.policy(spec.getName()).orElse(null);
        if (existing == null) {
            draft.add(new MetaRecord.PolicyCreated(database.name(), policy));
            if (spec.getMakeDefault()) {
                draft.add(new MetaRecord.DefaultPolicySet(database.name(), policy.name()));
            }
        } else if (existing.duration() != policy.duration()
                || existing.groupDuration() != policy.groupDuration()
                || existing.replication() != policy.replication()) {
            throw Refusal.because("retention policy already exists");
        } else if (spec.getMakeDefault() && !database.defaultPolicy().equals(policy.name())) {
            throw Refusal.because(CONFLICT);
        }
    }

    private static RetentionPolicyInfo newPolicy(
            ClusterImage image, String name, RetentionPolicySpec spec) {
        long groupDuration = GroupDurations.of(spec.getGroupDuration(), spec.getDuration());
        checkFits(spec.getDuration(), groupDuration);
        int replication = spec.hasReplication() ? spec.getReplication() : defaultReplication(image);
        checkReplication(replication);
        return new RetentionPolicyInfo(
                name, spec.getDuration(), groupDuration, replication, List.of());
    }

    /** At most the data nodes of this moment. */
    private static int defaultReplication(ClusterImage image) {
        int wanted = image.defaultReplication() > 0 ? image.defaultReplication() : 3;
        return Math.max(1, Math.min(wanted, image.dataNodes().size()));
    }

    static void alterPolicy(DecisionDraft draft, AlterRetentionPolicy asked) {
        RetentionPolicySpec spec = asked.getPolicy();
        DatabaseInfo database = databaseOf(draft.image(), asked.getDatabase());
        RetentionPolicyInfo old =
                database.policies().stream()
                        .filter(policy -> policy.name().equals(spec.getName()))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        Refusal.because(
                                                "retention policy not found: " + spec.getName()));
        checkDuration(spec);
        long duration = spec.hasDuration() ? spec.getDuration() : old.duration();
        checkFits(
                duration, spec.hasGroupDuration() ? spec.getGroupDuration() : old.groupDuration());
        long groupDuration =
                spec.hasGroupDuration()
                        ? GroupDurations.of(spec.getGroupDuration(), duration)
                        : old.groupDuration();
        checkFits(duration, groupDuration);
        int replication = spec.hasReplication() ? spec.getReplication() : old.replication();
        checkReplication(replication);
        if (duration != old.duration()
                || groupDuration != old.groupDuration()
                || replication != old.replication()) {
            draft.add(
                    new MetaRecord.PolicyAltered(
                            database.name(), old.name(), duration, groupDuration, replication));
        }
        if (spec.getMakeDefault() && !database.defaultPolicy().equals(old.name())) {
            draft.add(new MetaRecord.DefaultPolicySet(database.name(), old.name()));
        }
    }

    /**
     * What is not there is dropped already. A default policy may go too: the default then names
     * nothing.
     */
    static void dropPolicy(DecisionDraft draft, DropRetentionPolicy asked) {
        boolean there =
                draft.image().database(asked.getDatabase()).stream()
                        .flatMap(database -> database.policies().stream())
                        .anyMatch(policy -> policy.name().equals(asked.getName()));
        if (there) {
            draft.add(new MetaRecord.PolicyDropped(asked.getDatabase(), asked.getName()));
        }
    }

    static DatabaseInfo databaseOf(ClusterImage image, String name) {
        return image.database(name)
                .orElseThrow(() -> Refusal.because("database not found: " + name));
    }

    private static void checkName(String name) {
        if (name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || name.indexOf('/') >= 0
                || name.indexOf('\\') >= 0
                || name.codePoints().anyMatch(Character::isISOControl)) {
            throw Refusal.because("invalid name");
        }
        if (name.length() > NAME_LENGTH_MAX) {
            throw Refusal.because("name too long");
        }
    }

    private static void checkDuration(RetentionPolicySpec spec) {
        if (spec.hasDuration()
                && spec.getDuration() != 0
                && spec.getDuration() < GroupDurations.LEAST) {
            throw Refusal.because("retention policy duration must be at least 1h0m0s");
        }
    }

    private static void checkFits(long duration, long groupDuration) {
        if (duration > 0 && duration < groupDuration) {
            throw Refusal.because(
                    "retention policy duration must be greater than the shard duration");
        }
    }

    private static void checkReplication(int replication) {
        if (replication < 1) {
            throw Refusal.because("replication factor must be greater than 0");
        }
    }
}
