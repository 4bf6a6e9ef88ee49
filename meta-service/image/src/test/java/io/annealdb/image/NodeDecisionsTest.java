package io.annealdb.image;

import static io.annealdb.image.Commands.createDatabase;
import static io.annealdb.image.Commands.ensureGroups;
import static io.annealdb.image.Commands.register;
import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.MetaReply;
import io.annealdb.proto.ShardsHeld;
import org.junit.jupiter.api.Test;

class NodeDecisionsTest {
    private final Commands cluster = Commands.cluster(2);

    @Test
    void idsAreHandedOutInOrderAndKept() {
        assertThat(cluster.run(register("data-3", "f3")).getNodeId()).isEqualTo(3);
        MetaReply again = cluster.run(register("data-1", "folder-1"));
        assertThat(again.getNodeId()).isEqualTo(1);
        assertThat(again.getIncarnation()).isEqualTo(2);
        assertThat(again.getClusterId()).isEqualTo("c1");
    }

    @Test
    void addressesAreThoseOfTheLastStart() {
        MetaCommand.Builder moved = register("data-1", "folder-1");
        moved.getRegisterDataNodeBuilder()
                .setRpcAddress("elsewhere:1")
                .setGossipAddress("elsewhere:2")
                .setZone("z");
        cluster.run(moved);
        assertThat(cluster.image.dataNode("data-1").orElseThrow())
                .satisfies(
                        node -> {
                            assertThat(node.rpcAddress()).isEqualTo("elsewhere:1");
                            assertThat(node.gossipAddress()).isEqualTo("elsewhere:2");
                            assertThat(node.zone()).isEqualTo("z");
                        });
    }

    @Test
    void anotherFolderIsRememberedWithTheShardsThatItCannotHold() {
        cluster.run(createDatabase("db"));
        cluster.run(ensureGroups("db", "", 0));
        cluster.run(register("data-1", "fresh"));
        cluster.run(ensureGroups("db", "", 100 * Commands.DAY));
        DataNodeInfo node = cluster.image.dataNode(new NodeId(1)).orElseThrow();
        assertThat(node.hasHeld(new ShardId(1))).isTrue();
        assertThat(node.hasHeld(new ShardId(2))).isFalse();

        cluster.run(register("data-1", "fresh"));
        assertThat(cluster.image.dataNode("data-1").orElseThrow().hasHeld(new ShardId(1))).isTrue();
    }

    private MetaCommand.Builder held(String folder, long below) {
        return MetaCommand.newBuilder()
                .setShardsHeld(
                        ShardsHeld.newBuilder().setNodeId(1).setFolderId(folder).setBelow(below));
    }

    @Test
    void whatANodeHasHeldItIsKnownToHaveHeldForEver() {
        cluster.run(createDatabase("db"));
        cluster.run(ensureGroups("db", "", 0));
        cluster.run(held("folder-1", 2));
        cluster.run(held("folder-1", 1));
        cluster.run(register("data-1", "folder-1"));
        assertThat(cluster.image.dataNode("data-1").orElseThrow().heldBelow()).isEqualTo(2);
        cluster.run(register("data-1", "fresh"));
        assertThat(cluster.image.dataNode("data-1").orElseThrow().heldBelow()).isEqualTo(2);
    }

    @Test
    void aNodeHoldsNoShardThatIsNotThereAndSpeaksForItsOwnFolderAlone() {
        cluster.run(held("folder-1", 9));
        assertThat(cluster.image.dataNode("data-1").orElseThrow().heldBelow()).isEqualTo(1);
        assertThat(cluster.error(held("folder-2", 9))).contains("not registered");
    }

    @Test
    void aRegistrationRepeatedAfterALostAnswerCountsOnce() {
        MetaCommand.Builder start = register("data-1", "fresh");
        start.getRegisterDataNodeBuilder().setStartId("s1");
        MetaReply first = cluster.run(start);
        assertThat(cluster.run(start)).isEqualTo(first);
        start.getRegisterDataNodeBuilder().setStartId("s2");
        assertThat(cluster.run(start).getIncarnation()).isEqualTo(first.getIncarnation() + 1);
    }

    @Test
    void aFolderBelongsToOneNode() {
        assertThat(cluster.error(register("data-9", "folder-1")))
                .contains("belongs to data-1", "data-dir");
        assertThat(cluster.image.dataNodes()).hasSize(2);
    }

    @Test
    void aCommandThatMakesNoSenseChangesNothing() {
        MetaCommand.Builder command = ensureGroups("db", "", 0);
        command.getEnsureGroupsBuilder().addLiving(0);
        cluster.run(createDatabase("db"));
        ClusterImage before = cluster.image;
        assertThat(cluster.error(command)).contains("makes no sense");
        assertThat(cluster.error(MetaCommand.newBuilder())).contains("do not know this command");
        assertThat(cluster.image).isSameAs(before);
    }
}
