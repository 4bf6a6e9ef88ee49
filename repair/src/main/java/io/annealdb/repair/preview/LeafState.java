package io.annealdb.repair.preview;

import io.annealdb.points.Delete;
import io.annealdb.points.FieldType;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Shape;
import io.annealdb.points.Stamp;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What one owner holds of one series at the points that are looked at, while a ring is played. */
final class LeafState {
    /** A value's place within the series. */
    record Place(long time, Shape.Column field) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparingLong(Place::time).thenComparing(Place::field);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    private final SeriesKey series;
    private final NavigableMap<Place, Version> values;

    private LeafState(SeriesKey series, NavigableMap<Place, Version> values) {
        this.series = series;
        this.values = values;
    }

    static LeafState empty(SeriesKey series) {
        return new LeafState(series, new TreeMap<>());
    }

    void add(Rows rows, int row) {
        List<Shape.Column> columns = rows.shape(row).columns();
        for (int column = 0; column < columns.size(); column++) {
            values.put(
                    new Place(rows.time(row), columns.get(column)), Version.of(rows, row, column));
        }
    }

    NavigableMap<Place, Version> values() {
        return values;
    }

    void hide(Collection<Delete> deletes) {
        if (!deletes.isEmpty()) {
            values.entrySet()
                    .removeIf(
                            each ->
                                    deletes.stream()
                                            .anyMatch(
                                                    delete ->
                                                            delete.hides(
                                                                    series,
                                                                    each.getKey().time,
                                                                    each.getValue().stamp())));
        }
    }

    /** What a hop sends to a successor in that state. */
    LeafState lackedBy(LeafState successor) {
        NavigableMap<Place, Version> sent = new TreeMap<>();
        values.forEach(
                (place, version) -> {
                    if (version.isSentTo(successor.values.get(place))) {
                        sent.put(place, version);
                    }
                });
        return new LeafState(series, sent);
    }

    /** Takes values in; the winner stays. */
    void take(LeafState sent) {
        sent.values.forEach((place, version) -> values.merge(place, version, Version::winner));
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** As a snapshot shows it: in order of time, then stamp, fields of one stamp together. */
    Rows rows() {
        record Row(long time, Stamp stamp) {}
        NavigableMap<Row, NavigableMap<Shape.Column, Version>> rows =
                new TreeMap<>(Comparator.comparingLong(Row::time).thenComparing(Row::stamp));
        values.forEach(
                (place, version) ->
                        rows.computeIfAbsent(
                                        new Row(place.time, version.stamp()),
                                        row -> new TreeMap<>())
                                .put(place.field, version));
        Rows.Builder out = Rows.builder();
        rows.forEach(
                (row, fields) -> {
                    out.row(
                            out.series(series),
                            row.time,
                            out.shape(new Shape(List.copyOf(fields.keySet()))),
                            out.stamp(row.stamp));
                    fields.forEach(
                            (field, version) ->
                                    out.value(
                                            field.type() == FieldType.STRING
                                                    ? out.text(version.text())
                                                    : version.bits()));
                });
        return out.build();
    }
}
