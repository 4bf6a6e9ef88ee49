package io.annealdb.data.peer;

import io.annealdb.points.FieldType;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.ShardId;
import io.annealdb.storage.ShardView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/**
 * Reads of one shard's copy on one node, this one or another. Unless {@code asItIs}, a copy that is
 * missing, damaged or behind refuses: {@link RefusedException} here, {@link PeerException} from
 * afar. Then another owner must be asked.
 */
public interface ShardReads {
    ColumnStream scan(ShardId shard, ShardView.Scan scan, boolean asItIs);

    /** Measurements with a visible series that matches. */
    SortedSet<String> measurements(ShardId shard, SeriesPredicate where, boolean asItIs);

    /** Series with a visible point, sorted by key. */
    List<SeriesKey> series(ShardId shard, SeriesPredicate where, boolean asItIs);

    /** The fields of a measurement, each with all types that the copy holds of it. */
    Map<String, Set<FieldType>> fields(ShardId shard, String measurement, boolean asItIs);
}
