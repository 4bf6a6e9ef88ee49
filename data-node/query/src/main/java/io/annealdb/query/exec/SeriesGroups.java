package io.annealdb.query.exec;

import io.annealdb.points.SeriesKey;
import io.annealdb.query.QueryException;
import io.annealdb.query.ShardSource;
import io.annealdb.query.plan.BoundSelect;
import io.annealdb.query.plan.CompiledSelect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which series go into which group, and where they are: SLIMIT and SOFFSET applied. */
final class SeriesGroups {
    /** Some series of a group, in one shard. */
    record Part(MeasurementRead read, ShardSource shard, List<SeriesKey> series) {}

    private final SortedMap<GroupKey, List<Part>> groups = new TreeMap<>();

    /**
     * @param seriesMax how many series the statement may read, 0 for any number
     * @throws QueryException if there are more
     */
    SeriesGroups(List<MeasurementRead> reads, BoundSelect bound, long seriesMax) {
        List<String> tags = sortedDimensions(bound);
        Set<SeriesKey> seen = new HashSet<>();
        for (MeasurementRead read : reads) {
            for (ShardSource shard : read.shards()) {
                Map<GroupKey, List<SeriesKey>> here = new LinkedHashMap<>();
                for (SeriesKey series : shard.series(read.series())) {
                    here.computeIfAbsent(GroupKey.of(series, tags), k -> new ArrayList<>())
                            .add(series);
                    if (seriesMax > 0) {
                        seen.add(series);
                    }
                }
                here.forEach(
                        (key, series) ->
                                groups.computeIfAbsent(key, k -> new ArrayList<>())
                                        .add(new Part(read, shard, series)));
            }
        }
        if (seriesMax > 0 && seen.size() > seriesMax) {
            throw new QueryException(
                    "max-select-series limit exceeded: (" + seen.size() + "/" + seriesMax + ")");
        }
        keepSlice(bound.select());
    }

    static List<String> sortedDimensions(BoundSelect bound) {
        return bound.dimensions().stream().sorted().toList();
    }

    /** An offset without a limit leaves nothing, as in InfluxDB. */
    private void keepSlice(CompiledSelect select) {
        if (select.seriesLimit() == 0 && select.seriesOffset() == 0) {
            return;
        }
        long first = select.seriesOffset();
        long end =
                first > Long.MAX_VALUE - select.seriesLimit()
                        ? Long.MAX_VALUE
                        : first + select.seriesLimit();
        String measurement = null;
        long at = 0;
        for (GroupKey key : groups.keySet().stream().sorted(GroupKey.PICKING).toList()) {
            if (!key.measurement().equals(measurement)) {
                measurement = key.measurement();
                at = 0;
            }
            if (at < first || at >= end) {
                groups.remove(key);
            }
            at++;
        }
    }

    Set<GroupKey> keys() {
        return groups.keySet();
    }

    List<Part> parts(GroupKey key) {
        return groups.get(key);
    }

    /** Keys in the order of the answer. */
    static List<GroupKey> ordered(Set<GroupKey> keys, boolean ascending) {
        List<GroupKey> out = new ArrayList<>(keys);
        Collections.sort(out);
        if (!ascending) {
            Collections.reverse(out);
        }
        return out;
    }
}
