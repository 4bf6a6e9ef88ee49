package io.annealdb.meta.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.proto.HeartbeatReply;
import io.annealdb.proto.NodeLivenessProto;
import org.junit.jupiter.api.Test;

class LivenessMergeTest {
    private static HeartbeatReply view(long version, String... states) {
        HeartbeatReply.Builder reply = HeartbeatReply.newBuilder().setImageVersion(version);
        for (int i = 0; i < states.length; i++) {
            reply.addNodes(NodeLivenessProto.newBuilder().setNodeId(i + 1).setState(states[i]));
        }
        return reply.build();
    }

    @Test
    void aNodeLivesIfAnyMetaNodeHasHeardOfIt() {
        LivenessMerge merge = new LivenessMerge();
        assertThat(merge.result()).isEmpty();
        merge.add(view(7, "dead", "suspect", "alive"));
        merge.add(view(5, "alive", "dead", "dead", "dead"));
        HeartbeatReply all = merge.result().orElseThrow();
        assertThat(all.getImageVersion()).isEqualTo(7);
        assertThat(all.getNodesList().stream().map(NodeLivenessProto::getState))
                .containsExactly("alive", "suspect", "alive", "dead");
    }

    @Test
    void theHighestLowerBoundOfAllClosedStampsIsStillOne() {
        LivenessMerge merge = new LivenessMerge();
        merge.add(view(7).toBuilder().setClosed(40).build());
        merge.add(view(7).toBuilder().setClosed(60).build());
        merge.add(view(7));
        assertThat(merge.result().orElseThrow().getClosed()).isEqualTo(60);
    }
}
