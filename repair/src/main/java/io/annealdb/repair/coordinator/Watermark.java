package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import java.util.List;

/**
 * How far shards may settle now.
 *
 * @param at R, the least closed stamp of all registered data nodes; 0: not known
 * @param unheard nodes that have promised nothing yet, which is why R is not known
 */
public record Watermark(long at, List<NodeId> unheard) {
    public Watermark {
        unheard = List.copyOf(unheard);
        if (at != 0 && !unheard.isEmpty()) {
            throw new IllegalArgumentException("R=" + at + " without " + unheard);
        }
    }

    public boolean known() {
        return at != 0;
    }
}
