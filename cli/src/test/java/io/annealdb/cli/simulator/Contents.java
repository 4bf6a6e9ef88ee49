package io.annealdb.cli.simulator;

import io.annealdb.data.peer.ColumnStream;
import io.annealdb.points.FieldValue;
import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.ShardId;
import io.annealdb.storage.ShardView;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one node's own copy of a shard shows. */
final class Contents {
    static final List<String> FIELDS = List.of("v", "w", "s", Place.MIXED);

    private static final ShardView.Scan EVERYTHING =
            new ShardView.Scan(
                    new SeriesPredicate.Every(), FIELDS, Long.MIN_VALUE, Long.MAX_VALUE, true);

    private Contents() {}

    /** As it is. */
    static SortedMap<Place, FieldValue> of(SimulatedNode node, ShardId shard) {
        return read(node, shard, true);
    }

    /**
     * As a query reads it.
     *
     * @throws io.annealdb.data.peer.RefusedException if the node does not let it be read
     */
    static SortedMap<Place, FieldValue> ifWhole(SimulatedNode node, ShardId shard) {
        return read(node, shard, false);
    }

    private static SortedMap<Place, FieldValue> read(
            SimulatedNode node, ShardId shard, boolean asItIs) {
        SortedMap<Place, FieldValue> shown = new TreeMap<>();
        try (ColumnStream runs = node.parts().calls().scan(shard, EVERYTHING, asItIs)) {
            runs.forEachRemaining(run -> add(run, shown));
        }
        return shown;
    }

    private static void add(SeriesColumns run, SortedMap<Place, FieldValue> shown) {
        for (int row = 0; row < run.size(); row++) {
            for (int field = 0; field < FIELDS.size(); field++) {
                if (run.columns()[field].has(row)) {
                    shown.put(
                            new Place(run.series(), run.times()[row], FIELDS.get(field)),
                            run.columns()[field].value(row));
                }
            }
        }
    }
}
