package io.annealdb.image.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.image.placement.Placement.Candidate;
import io.annealdb.points.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {
    private static List<Candidate> nodes(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new Candidate(new NodeId(i), "", 0))
                .toList();
    }

    private static Set<NodeId> ids(int... ids) {
        return Set.copyOf(IntStream.of(ids).mapToObj(NodeId::new).toList());
    }

    private static Set<NodeId> all(List<Candidate> nodes) {
        return Set.copyOf(nodes.stream().map(Candidate::id).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1",
        "1, 3, 1, 1",
        "2, 3, 1, 2",
        "3, 3, 1, 3",
        "3, 1, 3, 1",
        "3, 2, 1, 2",
        "4, 2, 2, 2",
        "5, 2, 2, 2",
        "6, 3, 2, 3",
        "7, 3, 2, 3",
        "9, 3, 3, 3",
    })
    void copiesAndShardsFollowNodesAndReplication(
            int nodes, int replication, int shards, int copies) {
        var placed = Placement.place(nodes(nodes), all(nodes(nodes)), replication);
        assertThat(placed)
                .hasSize(shards)
                .allSatisfy(owners -> assertThat(owners).hasSize(copies).doesNotHaveDuplicates());
    }

    @Test
    void theLeastLoadedOwnAndTiesGoToTheLowestId() {
        List<Candidate> nodes =
                List.of(
                        new Candidate(new NodeId(1), "", 5),
                        new Candidate(new NodeId(2), "", 1),
                        new Candidate(new NodeId(3), "", 1),
                        new Candidate(new NodeId(4), "", 0));
        assertThat(Placement.place(nodes, all(nodes), 3))
                .containsExactly(List.of(new NodeId(2), new NodeId(3), new NodeId(4)));
    }

    @Test
    void theLivingComeFirstAndTheDeadMakeUpTheReplication() {
        List<Candidate> nodes =
                List.of(
                        new Candidate(new NodeId(1), "", 0),
                        new Candidate(new NodeId(2), "", 9),
                        new Candidate(new NodeId(3), "", 9),
                        new Candidate(new NodeId(4), "", 3));
        assertThat(Placement.place(nodes, ids(2, 3), 3))
                .containsExactly(List.of(new NodeId(1), new NodeId(2), new NodeId(3)));
        assertThat(Placement.place(nodes, ids(2, 3), 2).get(0))
                .containsExactly(new NodeId(2), new NodeId(3));
    }

    @Test
    void copiesSpreadOverZonesBeforeLoadCounts() {
        List<Candidate> nodes =
                List.of(
                        new Candidate(new NodeId(1), "a", 0),
                        new Candidate(new NodeId(2), "a", 0),
                        new Candidate(new NodeId(3), "b", 7),
                        new Candidate(new NodeId(4), "c", 8));
        assertThat(Placement.place(nodes, all(nodes), 3).get(0))
                .containsExactly(new NodeId(1), new NodeId(3), new NodeId(4));
    }

    @Test
    void shardsOfOneGroupShareTheNodesEvenly() {
        var placed = Placement.place(nodes(9), all(nodes(9)), 3);
        List<NodeId> owners = new ArrayList<>();
        placed.stream().flatMap(Collection::stream).forEach(owners::add);
        assertThat(owners).hasSize(9).doesNotHaveDuplicates();
    }

    @Test
    void theOrderOfTheCandidatesDoesNotMatter() {
        List<Candidate> nodes = new ArrayList<>(nodes(7));
        var placed = Placement.place(nodes, all(nodes), 3);
        java.util.Collections.reverse(nodes);
        assertThat(Placement.place(nodes, all(nodes), 3)).isEqualTo(placed);
    }
}
