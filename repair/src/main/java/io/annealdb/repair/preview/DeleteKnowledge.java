package io.annealdb.repair.preview;

import io.annealdb.points.Delete;
import io.annealdb.points.NodeId;
import io.annealdb.repair.ring.Hop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who knows which of the deletes that not all owners know: from the differences of some pairs, so
 * many that every owner is of one of them and all hang together.
 */
public final class DeleteKnowledge {
    private record Compared(Hop pair, Set<Delete> lacked, Set<Delete> unknown) {}

    private final List<Compared> compared = new ArrayList<>();

    /**
     * Two owners were compared.
     *
     * @param lacked deletes that the pair's second lacks
     * @param unknown deletes that its first lacks
     */
    public void note(Hop pair, Collection<Delete> lacked, Collection<Delete> unknown) {
        compared.add(new Compared(pair, Set.copyOf(lacked), Set.copyOf(unknown)));
    }

    /** Deletes that some owner lacks. */
    public Set<Delete> differing() {
        Set<Delete> all = new LinkedHashSet<>();
        for (Compared each : compared) {
            all.addAll(each.lacked);
            all.addAll(each.unknown);
        }
        return all;
    }

    /** Of those, the ones that each owner knows. */
    public Map<NodeId, Set<Delete>> known(Collection<NodeId> owners) {
        Map<NodeId, Set<Delete>> known = new TreeMap<>();
        owners.forEach(owner -> known.put(owner, new LinkedHashSet<>()));
        for (Delete delete : differing()) {
            Map<NodeId, Boolean> knows = new HashMap<>();
            for (int round = 0; round < owners.size(); round++) {
                compared.forEach(each -> learn(each, delete, knows));
            }
            Set<NodeId> who = new HashSet<>(owners);
            who.removeIf(owner -> !knows.getOrDefault(owner, false));
            who.forEach(owner -> known.get(owner).add(delete));
        }
        return known;
    }

    /** What one comparison says, or lets conclude from what is known of the other owner. */
    private static void learn(Compared each, Delete delete, Map<NodeId, Boolean> knows) {
        NodeId first = each.pair.from();
        NodeId second = each.pair.to();
        if (each.lacked.contains(delete)) {
            knows.put(first, true);
            knows.put(second, false);
        } else if (each.unknown.contains(delete)) {
            knows.put(first, false);
            knows.put(second, true);
        } else if (knows.containsKey(first)) {
            knows.putIfAbsent(second, knows.get(first));
        } else if (knows.containsKey(second)) {
            knows.put(first, knows.get(second));
        }
    }
}
