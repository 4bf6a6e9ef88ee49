package io.annealdb.repair.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.points.NodeId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RingOrderTest {
    static Stream<Arguments> ringsAndStarts() {
        return IntStream.rangeClosed(2, 7)
                .boxed()
                .flatMap(n -> IntStream.range(0, n).mapToObj(start -> Arguments.of(n, start)));
    }

    private static RingOrder ringOf(int size) {
        return new RingOrder(
                IntStream.rangeClosed(1, size).mapToObj(i -> new NodeId(i * 3)).toList());
    }

    /** What each node knows after some hops, when each starts with a thing of its own. */
    private static Map<NodeId, Set<NodeId>> after(RingOrder ring, List<Hop> hops) {
        Map<NodeId, Set<NodeId>> known = new HashMap<>();
        ring.nodes().forEach(node -> known.put(node, new HashSet<>(Set.of(node))));
        hops.forEach(hop -> known.get(hop.to()).addAll(known.get(hop.from())));
        return known;
    }

    @ParameterizedTest
    @MethodSource("ringsAndStarts")
    void twiceNMinusOneHopsLeaveAllWithTheUnion(int size, int start) {
        RingOrder ring = ringOf(size);
        List<Hop> hops = ring.hopsFrom(ring.nodes().get(start));
        assertThat(hops).hasSize(2 * (size - 1));
        assertThat(after(ring, hops).values())
                .allSatisfy(known -> assertThat(known).containsAll(ring.nodes()));
    }

    @ParameterizedTest
    @MethodSource("ringsAndStarts")
    void oneHopFewerLeavesOneShort(int size, int start) {
        RingOrder ring = ringOf(size);
        List<Hop> hops = ring.hopsFrom(ring.nodes().get(start));
        assertThat(after(ring, hops.subList(0, hops.size() - 1)).values())
                .filteredOn(known -> known.size() < size)
                .hasSize(1);
    }

    @Test
    void aSingleNodeNeedsNoHop() {
        assertThat(ringOf(1).hopsFrom(new NodeId(3))).isEmpty();
        assertThat(ringOf(1).lap()).isEmpty();
    }

    @Test
    void hopsFollowTheOrderOfIdsWhateverOrderWasGiven() {
        RingOrder ring = new RingOrder(List.of(new NodeId(9), new NodeId(2), new NodeId(5)));
        assertThat(ring.hopsFrom(new NodeId(5)).toString()).isEqualTo("[5→9, 9→2, 2→5, 5→9]");
    }

    @Test
    void aLapNamesEachDirectionOnce() {
        assertThat(ringOf(3).lap().toString()).isEqualTo("[3→6, 6→9, 9→3]");
        assertThat(ringOf(2).lap().toString()).isEqualTo("[3→6, 6→3]");
    }

    @Test
    void aStartThatIsAwayGivesWayToTheNextInOrder() {
        RingOrder ring = ringOf(3);
        assertThat(ring.startAt(new NodeId(6))).isEqualTo(new NodeId(6));
        assertThat(ring.startAt(new NodeId(7))).isEqualTo(new NodeId(9));
        assertThat(ring.startAt(new NodeId(10))).isEqualTo(new NodeId(3));
    }

    @Test
    void aRingRefusesStrangersAndDoubles() {
        assertThatThrownBy(() -> ringOf(3).hopsFrom(new NodeId(4)))
                .hasMessageContaining("node 4 is not of the ring");
        assertThatThrownBy(() -> new RingOrder(List.of(new NodeId(1), new NodeId(1))))
                .hasMessageContaining("distinct");
    }
}
