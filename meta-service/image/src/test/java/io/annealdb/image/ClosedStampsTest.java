package io.annealdb.image;

import static io.annealdb.image.Commands.register;
import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.NodeId;
import org.junit.jupiter.api.Test;

class ClosedStampsTest {
    private static final NodeId ONE = new NodeId(1);
    private static final NodeId TWO = new NodeId(2);

    private final Commands cluster = Commands.cluster(2);
    private final ClosedStamps closed = new ClosedStamps();

    @Test
    void nothingSettlesBeforeEveryRegisteredNodeWasHeard() {
        assertThat(closed.least(ClusterImage.EMPTY)).isEmpty();
        closed.heard(ONE, 50);
        assertThat(closed.least(cluster.image)).isEmpty();
        closed.heard(TWO, 0);
        assertThat(closed.least(cluster.image)).isEmpty();
        closed.heard(TWO, 40);
        assertThat(closed.least(cluster.image)).hasValue(40);
    }

    @Test
    void aNodeThatJoinsHoldsUpRUntilItHasSpoken() {
        closed.heard(ONE, 50);
        closed.heard(TWO, 40);
        cluster.run(register("data-3", "folder-3"));
        assertThat(closed.least(cluster.image)).isEmpty();
        assertThat(closed.unheard(cluster.image)).containsExactly(new NodeId(3));
        closed.heard(new NodeId(3), 45);
        assertThat(closed.least(cluster.image)).hasValue(40);
    }

    @Test
    void theLastPromiseOfADeadNodeStandsAndALowerOneTakesNothingBack() {
        closed.heard(ONE, 50);
        closed.heard(TWO, 40);
        closed.heard(ONE, 90);
        assertThat(closed.least(cluster.image)).hasValue(40);
        closed.heard(TWO, 70);
        closed.heard(TWO, 30); // late, or from a disk that was put back
        assertThat(closed.least(cluster.image)).hasValue(70);
    }

    @Test
    void clockValuesAreComparedUnsigned() {
        closed.heard(ONE, -5);
        closed.heard(TWO, Long.MAX_VALUE);
        assertThat(closed.least(cluster.image)).hasValue(Long.MAX_VALUE);
    }
}
