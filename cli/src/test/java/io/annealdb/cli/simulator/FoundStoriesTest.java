package io.annealdb.cli.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.data.peer.PeerException;
import io.annealdb.data.peer.PeerException.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What seeds have found, each as the shortest story that shows it. */
class FoundStoriesTest {
    private final World world = new World(1);
    private final SimulatedCluster cluster =
            new SimulatedCluster(world, Shape.allOwnersWithoutHints(2));

    /** What its own disk refused waits as a hint for the node itself, and travels as a call. */
    @Test
    void aLostCallToItselfDoesNotHoldANodesHintsBackForEver() {
        cluster.begin();
        SimulatedNode node = cluster.up().get(0);
        node.parts().health().failed(new PeerException(node.id(), Kind.TIMED_OUT, "no answer"));
        world.events.pass(Duration.ofSeconds(3));
        assertThat(node.parts().health().live(node.id())).isTrue();
    }
}
