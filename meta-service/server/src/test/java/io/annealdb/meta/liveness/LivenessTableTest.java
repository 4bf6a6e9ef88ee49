package io.annealdb.meta.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.image.ClusterImage;
import io.annealdb.image.Decisions;
import io.annealdb.points.NodeId;
import io.annealdb.proto.DebtProto;
import io.annealdb.proto.HeartbeatRequest;
import io.annealdb.proto.HintQueueProto;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.NodeLivenessProto;
import io.annealdb.proto.RegisterDataNode;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class LivenessTableTest {
    private static final NodeId ONE = new NodeId(1);
    private static final NodeId TWO = new NodeId(2);

    private long millis = 1_000_000;
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis);
    private final LivenessTable table = new LivenessTable(clock);
    private final ClusterImage image = twoNodes();

    private static ClusterImage twoNodes() {
        ClusterImage image = ClusterImage.EMPTY;
        for (String name : new String[] {"data-1", "data-2"}) {
            MetaCommand register =
                    MetaCommand.newBuilder()
                            .setRegisterDataNode(RegisterDataNode.newBuilder().setName(name))
                            .build();
            image = image.apply(Decisions.decide(image, register).records());
        }
        return image;
    }

    private static HeartbeatRequest.Builder beat(NodeId node, int incarnation) {
        return HeartbeatRequest.newBuilder().setNodeId(node.value()).setIncarnation(incarnation);
    }

    @Test
    void silenceMakesANodeSuspectAfterThreeSecondsAndDeadAfterTen() {
        table.heard(beat(ONE, 1).build());
        millis += 2_999;
        assertThat(table.stateOf(ONE)).isEqualTo(Liveness.ALIVE);
        millis += 1;
        assertThat(table.stateOf(ONE)).isEqualTo(Liveness.SUSPECT);
        millis += 6_999;
        assertThat(table.stateOf(ONE)).isEqualTo(Liveness.SUSPECT);
        millis += 1;
        assertThat(table.stateOf(ONE)).isEqualTo(Liveness.DEAD);
        table.heard(beat(ONE, 1).build());
        assertThat(table.stateOf(ONE)).isEqualTo(Liveness.ALIVE);
    }

    @Test
    void aNodeThatWasNeverHeardDiesByTheStartOfTheMetaNode() {
        assertThat(table.stateOf(TWO)).isEqualTo(Liveness.ALIVE);
        millis += 10_000;
        table.heard(beat(ONE, 1).build());
        assertThat(table.stateOf(TWO)).isEqualTo(Liveness.DEAD);
        assertThat(table.living(image)).containsExactly(ONE);
    }

    @Test
    void aMessageOfAnEarlierLifeDoesNotCount() {
        table.heard(beat(ONE, 2).build());
        millis += 5_000;
        table.heard(beat(ONE, 1).build());
        assertThat(table.stateOf(ONE)).isEqualTo(Liveness.SUSPECT);
    }

    @Test
    void whatADeadNodeOrAnEarlierLifeHasPromisedStands() {
        table.heard(beat(ONE, 2).setClosed(50).build());
        table.heard(beat(TWO, 1).setClosed(30).build());
        table.heard(beat(ONE, 1).setClosed(60).build());
        millis += 60_000;
        table.heard(beat(TWO, 1).setClosed(90).build());
        assertThat(table.stateOf(ONE)).isEqualTo(Liveness.DEAD);
        assertThat(table.closed().least(image)).hasValue(60);
    }

    @Test
    void queuesOfADeadNodeAreThoseLastHeard() {
        table.heard(
                beat(ONE, 1)
                        .addHints(HintQueueProto.newBuilder().setForNode(2).setBytes(70))
                        .addHints(HintQueueProto.newBuilder().setForNode(3).setBytes(7))
                        .addDebts(DebtProto.newBuilder().setShardId(4))
                        .setClockTrouble("ahead")
                        .build());
        assertThat(table.nodes(image).get(0))
                .isEqualTo(
                        NodeLivenessProto.newBuilder()
                                .setNodeId(1)
                                .setState("alive")
                                .setHintBytes(77)
                                .setDebts(1)
                                .setClockTrouble("ahead")
                                .build());
        millis += 10_000;
        assertThat(table.queues(image).get(0).getHintsList()).hasSize(2);
    }
}
