package io.annealdb.image;

import static io.annealdb.image.Commands.DAY;
import static io.annealdb.image.Commands.HOUR;
import static io.annealdb.image.Commands.alterPolicy;
import static io.annealdb.image.Commands.createDatabase;
import static io.annealdb.image.Commands.createPolicy;
import static io.annealdb.image.Commands.dropDatabase;
import static io.annealdb.image.Commands.dropPolicy;
import static io.annealdb.image.Commands.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.proto.InitCluster;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.MetaReply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words and the rules were tried on influxd 1.6.7. */
class PolicyDecisionsTest {
    private static final String CONFLICT = "retention policy conflicts with an existing policy";
    private Commands cluster;

    @BeforeEach
    void aClusterOfThree() {
        cluster = Commands.cluster(3);
        cluster.run(createDatabase("a"));
    }

    private RetentionPolicyInfo policyOf(String database, String name) {
        return cluster.image.policy(database, name).orElseThrow();
    }

    @Test
    void aDatabaseIsBornWithAutogen() {
        RetentionPolicyInfo autogen = policyOf("a", null);
        assertThat(autogen.name()).isEqualTo("autogen");
        assertThat(autogen.duration()).isZero();
        assertThat(autogen.groupDuration()).isEqualTo(7 * DAY);
        assertThat(autogen.replication()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "0, 2, 2", "0, 5, 3", "2, 5, 2", "4, 3, 3", "4, 0, 1"})
    void newPoliciesAreReplicatedAsConfiguredAndAtMostOnTheNodesThereAre(
            int configured, int nodes, int expected) {
        cluster = Commands.cluster(nodes);
        cluster.run(
                MetaCommand.newBuilder()
                        .setInitCluster(
                                InitCluster.newBuilder()
                                        .setClusterId("other")
                                        .setDefaultReplication(configured)));
        cluster.run(createDatabase("a"));
        assertThat(policyOf("a", null).replication()).isEqualTo(expected);
        assertThat(cluster.image.clusterId()).isEqualTo("c1");
    }

    @Test
    void creatingADatabaseTwiceChangesNothing() {
        long version = cluster.image.version();
        assertThat(cluster.error(createDatabase("a"))).isEmpty();
        assertThat(cluster.error(createDatabase("a", policy("autogen")))).isEmpty();
        assertThat(cluster.error(createDatabase("a", policy("").setDuration(0)))).isEmpty();
        assertThat(cluster.image.version()).isEqualTo(version);
    }

    @Test
    void creatingADatabaseTwiceWithAnotherPolicyIsAConflict() {
        assertThat(cluster.error(createDatabase("a", policy("").setDuration(HOUR))))
                .isEqualTo(CONFLICT);
        cluster.run(createDatabase("b", policy("wk").setDuration(7 * DAY)));
        assertThat(cluster.error(createDatabase("b", policy("wk").setDuration(7 * DAY)))).isEmpty();
        assertThat(cluster.error(createDatabase("b"))).isEmpty();
        assertThat(
                        cluster.error(
                                createDatabase(
                                        "b",
                                        policy("wk")
                                                .setDuration(7 * DAY)
                                                .setGroupDuration(2 * HOUR))))
                .isEqualTo(CONFLICT);
        assertThat(
                        cluster.error(
                                createDatabase(
                                        "b", policy("wk").setDuration(7 * DAY).setReplication(2))))
                .isEqualTo(CONFLICT);
        assertThat(cluster.error(createDatabase("b", policy("wk2").setDuration(7 * DAY))))
                .isEqualTo(CONFLICT);
        assertThat(cluster.error(createDatabase("b", policy("").setDuration(7 * DAY))))
                .isEqualTo(CONFLICT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a\\b", "a\nb"})
    void aNameThatCannotBeAFolderIsInvalid(String name) {
        assertThat(cluster.error(createDatabase(name))).isEqualTo("invalid name");
        assertThat(cluster.error(createPolicy("a", policy(name).setDuration(0).setReplication(1))))
                .isEqualTo("invalid name");
    }

    @Test
    void durationsAreChecked() {
        assertThat(cluster.error(createDatabase("c", policy("").setDuration(HOUR / 2))))
                .isEqualTo("retention policy duration must be at least 1h0m0s");
        assertThat(
                        cluster.error(
                                createDatabase(
                                        "c",
                                        policy("")
                                                .setDuration(2 * HOUR)
                                                .setGroupDuration(3 * HOUR))))
                .isEqualTo("retention policy duration must be greater than the shard duration");
        assertThat(cluster.error(createDatabase("c", policy("").setReplication(0))))
                .isEqualTo("replication factor must be greater than 0");
        assertThat(cluster.image.database("c")).isEmpty();
        assertThat(
                        cluster.error(
                                createDatabase(
                                        "c",
                                        policy("")
                                                .setDuration(2 * HOUR)
                                                .setGroupDuration(HOUR / 2))))
                .isEmpty();
        assertThat(policyOf("c", null).groupDuration()).isEqualTo(HOUR);
    }

    @Test
    void aPolicyMadeTwiceMustBeTheSame() {
        var r1 = policy("r1").setDuration(DAY).setReplication(1);
        assertThat(cluster.error(createPolicy("nope", r1))).isEqualTo("database not found: nope");
        assertThat(cluster.error(createPolicy("a", r1))).isEmpty();
        assertThat(cluster.error(createPolicy("a", r1))).isEmpty();
        assertThat(cluster.error(createPolicy("a", r1.clone().setMakeDefault(true))))
                .isEqualTo(CONFLICT);
        assertThat(cluster.error(createPolicy("a", r1.clone().setReplication(2))))
                .isEqualTo("retention policy already exists");
        assertThat(cluster.error(createPolicy("a", r1.clone().setDuration(2 * DAY))))
                .isEqualTo("retention policy already exists");
        assertThat(cluster.error(createPolicy("a", r1.clone().setGroupDuration(2 * HOUR))))
                .isEqualTo("retention policy already exists");
        assertThat(cluster.image.database("a").orElseThrow().policies()).hasSize(2);
        assertThat(policyOf("a", null).name()).isEqualTo("autogen");
    }

    @Test
    void aPolicyMayBeBornAsTheDefault() {
        cluster.run(
                createPolicy(
                        "a", policy("r9").setDuration(0).setReplication(1).setMakeDefault(true)));
        assertThat(policyOf("a", "").name()).isEqualTo("r9");
    }

    @Test
    void aPolicyIsAlteredInPartsAndChecked() {
        cluster.run(createPolicy("a", policy("r").setDuration(2 * DAY).setReplication(1)));
        MetaReply unknown = cluster.run(alterPolicy("a", policy("nope").setDuration(DAY)));
        assertThat(unknown.getError()).isEqualTo("retention policy not found: nope");
        assertThat(cluster.error(alterPolicy("nope", policy("r").setDuration(DAY))))
                .isEqualTo("database not found: nope");
        assertThat(cluster.error(alterPolicy("a", policy("r").setDuration(HOUR / 2))))
                .isEqualTo("retention policy duration must be at least 1h0m0s");
        assertThat(cluster.error(alterPolicy("a", policy("r").setDuration(2 * HOUR))))
                .isEqualTo("retention policy duration must be greater than the shard duration");
        assertThat(cluster.error(alterPolicy("a", policy("r").setGroupDuration(3 * HOUR))))
                .isEmpty();
        assertThat(cluster.error(alterPolicy("a", policy("r").setReplication(2)))).isEmpty();
        assertThat(cluster.error(alterPolicy("a", policy("r").setMakeDefault(true)))).isEmpty();
        assertThat(cluster.error(alterPolicy("a", policy("r").setDuration(0)))).isEmpty();
        RetentionPolicyInfo altered = policyOf("a", null);
        assertThat(altered)
                .isEqualTo(new RetentionPolicyInfo("r", 0, 3 * HOUR, 2, java.util.List.of()));
    }

    @Test
    void droppingWhatIsNotThereIsFine() {
        assertThat(cluster.error(dropDatabase("zz"))).isEmpty();
        assertThat(cluster.error(dropPolicy("a", "nope"))).isEmpty();
        assertThat(cluster.error(dropPolicy("nope", "nope"))).isEmpty();
    }

    @Test
    void aDroppedDefaultPolicyLeavesItsNameBehind() {
        cluster.run(dropPolicy("a", "autogen"));
        assertThat(cluster.image.policy("a", null)).isEmpty();
        MetaReply reply = cluster.run(Commands.ensureGroups("a", "", 0));
        assertThat(reply.getError()).isEqualTo("retention policy not found: autogen");
    }

    @Test
    void aDatabaseOfAnOldNameHasANewNumber() {
        long before = cluster.image.database("a").orElseThrow().id();
        cluster.run(dropDatabase("a"));
        cluster.run(createDatabase("a"));
        assertThat(cluster.image.database("a").orElseThrow().id()).isGreaterThan(before);
    }
}
