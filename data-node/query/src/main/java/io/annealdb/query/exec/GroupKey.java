package io.annealdb.query.exec;

import io.annealdb.points.SeriesKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What makes one series of the answer: a measurement, and the values of the tags grouped by.
 * Ordered as InfluxDB orders its answers.
 *
 * @param tags names, sorted; the same list in all keys of a statement
 * @param values one a tag, empty where a series lacks it
 */
record GroupKey(String measurement, List<String> tags, List<String> values)
        implements Comparable<GroupKey> {
    /** The order in which SLIMIT picks: by the tags that are there, without those that are not. */
    static final Comparator<GroupKey> PICKING =
            Comparator.comparing(GroupKey::measurement).thenComparing(GroupKey::tagsPresent);

    static GroupKey of(SeriesKey series, List<String> tags) {
        return new GroupKey(series.measurement(), tags, tags.stream().map(series::tag).toList());
    }

    Map<String, String> tagMap() {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < tags.size(); i++) {
            map.put(tags.get(i), values.get(i));
        }
        return map;
    }

    private String tagsPresent() {
        List<String> keys = new ArrayList<>();
        List<String> present = new ArrayList<>();
        for (int i = 0; i < tags.size(); i++) {
            if (!values.get(i).isEmpty()) {
                keys.add(tags.get(i));
                present.add(values.get(i));
            }
        }
        keys.addAll(present);
        return String.join("\0", keys);
    }

    @Override
    public int compareTo(GroupKey other) {
        int byName = measurement.compareTo(other.measurement);
        return byName != 0
                ? byName
                : String.join("\0", values).compareTo(String.join("\0", other.values));
    }
}
