package io.annealdb.data.query;

import io.annealdb.data.image.ClusterView;
import io.annealdb.meta.client.MetaService;
import io.annealdb.meta.client.MetaUnavailableException;
import io.annealdb.proto.AlterRetentionPolicy;
import io.annealdb.proto.CreateDatabase;
import io.annealdb.proto.CreateRetentionPolicy;
import io.annealdb.proto.DropDatabase;
import io.annealdb.proto.DropRetentionPolicy;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.MetaReply;
import io.annealdb.proto.RetentionPolicySpec;
import io.annealdb.query.QueryException;
import io.annealdb.query.ast.DatabaseStatement;
import java.time.InstantSource;

/**
 * Statements that change what meta records. They work from any node, and this node knows of the
 * change before it answers.
 */
final class ClusterStatements {
    private final MetaService meta;
    private final ClusterView cluster;
    private final InstantSource clock;

    ClusterStatements(MetaService meta, ClusterView cluster, InstantSource clock) {
        this.meta = meta;
        this.cluster = cluster;
        this.clock = clock;
    }

    /**
     * @throws QueryException with InfluxDB's text if meta refuses, or if it does not answer
     */
    void execute(DatabaseStatement statement) {
        try {
            MetaReply reply =
                    meta.execute(command(statement).toBuilder().setNow(clock.millis()).build());
            if (!reply.getError().isEmpty()) {
                throw new QueryException(reply.getError());
            }
            if (cluster.image().version() < reply.getImageVersion()) {
                cluster.linearizable();
            }
        } catch (MetaUnavailableException e) {
            throw QueryException.passing(e.getMessage(), e);
        }
    }

    private static MetaCommand command(DatabaseStatement statement) {
        MetaCommand.Builder command = MetaCommand.newBuilder();
        if (statement instanceof DatabaseStatement.CreateDatabase create) {
            CreateDatabase.Builder asked = CreateDatabase.newBuilder().setName(create.name());
            if (create.policy() != null) {
                asked.setPolicy(spec(create.policy()));
            }
            command.setCreateDatabase(asked);
        } else if (statement instanceof DatabaseStatement.DropDatabase drop) {
            command.setDropDatabase(DropDatabase.newBuilder().setName(drop.name()));
        } else if (statement instanceof DatabaseStatement.CreateRetentionPolicy create) {
            RetentionPolicySpec.Builder spec =
                    RetentionPolicySpec.newBuilder()
                            .setName(create.name())
                            .setDuration(create.durationNs())
                            .setReplication(create.replication())
                            .setMakeDefault(create.makeDefault());
            if (create.shardDurationNs() > 0) {
                spec.setGroupDuration(create.shardDurationNs());
            }
            command.setCreateRetentionPolicy(
                    CreateRetentionPolicy.newBuilder()
                            .setDatabase(create.database())
                            .setPolicy(spec));
        } else if (statement instanceof DatabaseStatement.AlterRetentionPolicy alter) {
            DatabaseStatement.PolicySpec changes =
                    new DatabaseStatement.PolicySpec(
                            alter.durationNs(),
                            alter.replication(),
                            alter.shardDurationNs(),
                            alter.name());
            command.setAlterRetentionPolicy(
                    AlterRetentionPolicy.newBuilder()
                            .setDatabase(alter.database())
                            .setPolicy(spec(changes).setMakeDefault(alter.makeDefault())));
        } else if (statement instanceof DatabaseStatement.DropRetentionPolicy drop) {
            command.setDropRetentionPolicy(
                    DropRetentionPolicy.newBuilder()
                            .setDatabase(drop.database())
                            .setName(drop.name()));
        }
        return command.build();
    }

    private static RetentionPolicySpec.Builder spec(DatabaseStatement.PolicySpec policy) {
        RetentionPolicySpec.Builder spec = RetentionPolicySpec.newBuilder();
        if (policy.name() != null) {
            spec.setName(policy.name());
        }
        if (policy.durationNs() != null) {
            spec.setDuration(policy.durationNs());
        }
        if (policy.shardDurationNs() != null) {
            spec.setGroupDuration(policy.shardDurationNs());
        }
        if (policy.replication() != null) {
            spec.setReplication(policy.replication());
        }
        return spec;
    }
}
