package io.annealdb.query;

import io.annealdb.points.FieldType;
import io.annealdb.points.FieldValue;
import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesColumns.Column;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A shard in memory. Runs are kept short, so that queries meet their seams. */
final class FakeShard implements ShardSource {
    private final long id;
    private final int runLength;
    private final SortedMap<SeriesKey, NavigableMap<Long, Map<String, FieldValue>>> points =
            new TreeMap<>();
    private int opened;
    private int closed;
    private int scans;

    FakeShard(long id, int runLength) {
        this.id = id;
        this.runLength = runLength;
    }

    void put(SeriesKey series, long time, Map<String, FieldValue> fields) {
        points.computeIfAbsent(series, key -> new TreeMap<>())
                .computeIfAbsent(time, at -> new TreeMap<>())
                .putAll(fields);
    }

    FakeShard open() {
        opened++;
        return this;
    }

    boolean isClosed() {
        return opened == closed;
    }

    int scans() {
        return scans;
    }

    @Override
    public long shard() {
        return id;
    }

    @Override
    public SortedSet<String> measurements(SeriesPredicate where) {
        SortedSet<String> names = new TreeSet<>();
        series(where).forEach(key -> names.add(key.measurement()));
        return names;
    }

    @Override
    public List<SeriesKey> series(SeriesPredicate predicate) {
        return points.keySet().stream().filter(predicate::matches).toList();
    }

    @Override
    public Map<String, Set<FieldType>> fields(String measurement) {
        Map<String, Set<FieldType>> fields = new TreeMap<>();
        points.forEach(
                (key, rows) -> {
                    if (key.measurement().equals(measurement)) {
                        rows.values().forEach(row -> note(row, fields));
                    }
                });
        return fields;
    }

    private static void note(Map<String, FieldValue> row, Map<String, Set<FieldType>> fields) {
        row.forEach(
                (name, value) ->
                        fields.computeIfAbsent(name, n -> new TreeSet<>()).add(value.type()));
    }

    @Override
    public Iterator<SeriesColumns> scan(
            SeriesPredicate series,
            List<String> fields,
            long minTime,
            long maxTime,
            boolean ascending) {
        scans++;
        List<SeriesColumns> runs = new ArrayList<>();
        for (SeriesKey key : series(series)) {
            NavigableMap<Long, Map<String, FieldValue>> rows =
                    points.get(key).subMap(minTime, true, maxTime, true);
            List<Map.Entry<Long, Map<String, FieldValue>>> run = new ArrayList<>();
            for (var row : (ascending ? rows : rows.descendingMap()).entrySet()) {
                if (fields.stream().anyMatch(row.getValue()::containsKey)) {
                    run.add(row);
                }
                if (run.size() == runLength) {
                    runs.add(columns(key, run, fields));
                    run = new ArrayList<>();
                }
            }
            if (!run.isEmpty()) {
                runs.add(columns(key, run, fields));
            }
        }
        return runs.iterator();
    }

    private static SeriesColumns columns(
            SeriesKey key,
            List<Map.Entry<Long, Map<String, FieldValue>>> rows,
            List<String> fields) {
        long[] times = rows.stream().mapToLong(Map.Entry::getKey).toArray();
        Column[] columns =
                fields.stream()
                        .map(
                                field ->
                                        column(
                                                field,
                                                rows.stream().map(Map.Entry::getValue).toList()))
                        .toArray(Column[]::new);
        return new SeriesColumns(key, times, columns);
    }

    private static Column column(String field, Collection<Map<String, FieldValue>> rows) {
        FieldType type = null;
        for (Map<String, FieldValue> row : rows) {
            FieldValue value = row.get(field);
            if (value != null && (type == null || value.type().compareTo(type) < 0)) {
                type = value.type();
            }
        }
        long[] bits = new long[rows.size()];
        boolean[] present = new boolean[rows.size()];
        List<byte[]> texts = new ArrayList<>();
        int at = 0;
        for (Map<String, FieldValue> row : rows) {
            FieldValue value = row.get(field);
            if (value instanceof FieldValue.FloatValue number) {
                bits[at] = Double.doubleToRawLongBits(number.value());
                present[at] = true;
            } else if (value instanceof FieldValue.IntegerValue number) {
                bits[at] =
                        type == FieldType.FLOAT
                                ? Double.doubleToRawLongBits(number.value())
                                : number.value();
                present[at] = true;
            } else if (value instanceof FieldValue.BooleanValue truth) {
                bits[at] = truth.value() ? 1 : 0;
                present[at] = type == FieldType.BOOLEAN;
            } else if (value instanceof FieldValue.StringValue text) {
                bits[at] = texts.size();
                texts.add(text.value().getBytes(StandardCharsets.UTF_8));
                present[at] = type == FieldType.STRING;
            }
            at++;
        }
        boolean all = true;
        for (boolean here : present) {
            all &= here;
        }
        return new Column(
                type,
                bits,
                all ? null : present,
                type == FieldType.STRING ? texts.toArray(byte[][]::new) : null);
    }

    @Override
    public void close() {
        closed++;
    }
}
