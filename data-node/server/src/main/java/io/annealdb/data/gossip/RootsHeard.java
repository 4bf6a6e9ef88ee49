package io.annealdb.data.gossip;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which shards differ, as rumours tell: of two copies that both stood still from one look to the
 * next, and whose roots are not the same. A copy that is being written to says nothing. For one
 * thread.
 */
public final class RootsHeard {
    private record Seen(NodeId peer, ShardId shard, long own, long theirs) {}

    private Set<Seen> unequalBefore = Set.of();
    private Set<Seen> unequalTwice = Set.of();

    /**
     * One look.
     *
     * @param own the root of each copy here, short
     * @param theirs the same as each peer last said it
     */
    public void look(Map<ShardId, Long> own, Map<NodeId, Map<ShardId, Long>> theirs) {
        Set<Seen> unequal = new HashSet<>();
        theirs.forEach(
                (peer, roots) ->
                        roots.forEach(
                                (shard, root) -> {
                                    Long mine = own.get(shard);
                                    if (mine != null && !mine.equals(root)) {
                                        unequal.add(new Seen(peer, shard, mine, root));
                                    }
                                }));
        unequalTwice = unequal.stream().filter(unequalBefore::contains).collect(Collectors.toSet());
        unequalBefore = unequal;
    }

    /** By peer, shards in order. */
    public Map<NodeId, List<ShardId>> unequal() {
        Map<NodeId, List<ShardId>> byPeer = new HashMap<>();
        unequalTwice.stream()
                .sorted(Comparator.comparing(Seen::shard))
                .forEach(
                        seen ->
                                byPeer.computeIfAbsent(seen.peer(), peer -> new ArrayList<>())
                                        .add(seen.shard()));
        return byPeer;
    }
}
