package io.annealdb.storage.shard;

import io.annealdb.points.FieldType;
import io.annealdb.points.Rows;
import io.annealdb.points.Shape;
import io.annealdb.storage.FreshOutcome.TypeConflict;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The types that each field of each measurement has in a shard. Guarded by the shard's lock. */
final class FieldTypes {
    private final Map<String, Map<String, EnumSet<FieldType>>> measurements = new HashMap<>();

    /** What was added since a renewal began; null if none is under way. */
    private FieldTypes since;

    /** A rewriting of all files begins, which may leave out all values of some type. */
    void beginRenewal() {
        since = new FieldTypes();
    }

    /** The rewriting has ended: left are the types of its files, and what was added meanwhile. */
    void renew(List<ShardFile> files) {
        FieldTypes added = since;
        since = null;
        measurements.clear();
        files.forEach(file -> file.file().measurements().forEach(this::add));
        added.measurements.forEach(
                (measurement, fields) ->
                        fields.forEach(
                                (field, types) ->
                                        types.forEach(
                                                type ->
                                                        add(
                                                                measurement,
                                                                List.of(
                                                                        new Shape.Column(
                                                                                field, type))))));
    }

    void add(String measurement, Collection<Shape.Column> columns) {
        if (since != null) {
            since.add(measurement, columns);
        }
        Map<String, EnumSet<FieldType>> fields =
                measurements.computeIfAbsent(measurement, name -> new HashMap<>());
        for (Shape.Column column : columns) {
            fields.computeIfAbsent(column.name(), name -> EnumSet.noneOf(FieldType.class))
                    .add(column.type());
        }
    }

    /** Enters what a batch brings, conflicting or not. */
    void addAll(Rows rows, BatchMeasurements of) {
        BitSet seen = new BitSet();
        for (int row = 0; row < rows.size(); row++) {
            int pair = of.pair(rows, row);
            if (!seen.get(pair)) {
                seen.set(pair);
                add(of.name(rows, row), rows.shape(row).columns());
            }
        }
    }

    /** Rows that have a field under another type than the shard, or an earlier row, has it. */
    List<TypeConflict> conflicts(Rows rows, BatchMeasurements of) {
        List<TypeConflict> conflicts = new ArrayList<>();
        Map<Integer, TypeConflict> byPair = new HashMap<>();
        FieldTypes added = new FieldTypes();
        BitSet seen = new BitSet();
        for (int row = 0; row < rows.size(); row++) {
            int pair = of.pair(rows, row);
            if (!seen.get(pair)) {
                seen.set(pair);
                String measurement = of.name(rows, row);
                TypeConflict found = conflict(row, measurement, rows.shape(row), added);
                if (found == null) {
                    added.add(measurement, rows.shape(row).columns());
                } else {
                    byPair.put(pair, found);
                }
            }
            TypeConflict known = byPair.isEmpty() ? null : byPair.get(pair);
            if (known != null) {
                conflicts.add(
                        new TypeConflict(
                                row,
                                known.field(),
                                known.measurement(),
                                known.inputType(),
                                known.existingType()));
            }
        }
        return conflicts;
    }

    /** The rows that are not in conflict. */
    static Rows without(Rows rows, List<TypeConflict> conflicts) {
        if (conflicts.isEmpty()) {
            return rows;
        }
        boolean[] out = new boolean[rows.size()];
        conflicts.forEach(conflict -> out[conflict.row()] = true);
        return rows.where(row -> !out[row]);
    }

    private TypeConflict conflict(int row, String measurement, Shape shape, FieldTypes added) {
        for (Shape.Column column : shape.columns()) {
            EnumSet<FieldType> types = types(measurement, column.name());
            if (types == null) {
                types = added.types(measurement, column.name());
            }
            if (types != null && !types.contains(column.type())) {
                return new TypeConflict(
                        row,
                        column.name(),
                        measurement,
                        column.type().influxName(),
                        types.iterator().next().influxName());
            }
        }
        return null;
    }

    private EnumSet<FieldType> types(String measurement, String field) {
        Map<String, EnumSet<FieldType>> fields = measurements.get(measurement);
        return fields == null ? null : fields.get(field);
    }

    /** A copy for a view. */
    Map<String, Map<String, Set<FieldType>>> copy() {
        Map<String, Map<String, Set<FieldType>>> copy = new HashMap<>();
        measurements.forEach(
                (measurement, fields) -> {
                    Map<String, Set<FieldType>> of = new TreeMap<>();
                    fields.forEach((field, types) -> of.put(field, EnumSet.copyOf(types)));
                    copy.put(measurement, of);
                });
        return copy;
    }
}
