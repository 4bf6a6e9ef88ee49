package io.annealdb.storage.shard;

import io.annealdb.points.FieldType;
import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Shape;
import io.annealdb.storage.merge.MergedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The lanes of a scan of one measurement: for each field asked for the type that reads take, and
 * the numeric ones that are cast to it (repair.md S5).
 */
final class ScanLanes {
    final Shape.Column[] lanes;

    /** For each field its lanes, the one of the type taken first. */
    private final int[][] lanesOf;

    private ScanLanes(Shape.Column[] lanes, int[][] lanesOf) {
        this.lanes = lanes;
        this.lanesOf = lanesOf;
    }

    static ScanLanes of(List<String> fields, Map<String, Set<FieldType>> types) {
        List<Shape.Column> lanes = new ArrayList<>();
        int[][] lanesOf = new int[fields.size()][];
        for (int field = 0; field < lanesOf.length; field++) {
            String name = fields.get(field);
            List<FieldType> taken = taken(types.getOrDefault(name, Set.of()));
            lanesOf[field] = new int[taken.size()];
            for (int i = 0; i < taken.size(); i++) {
                Shape.Column lane = new Shape.Column(name, taken.get(i));
                if (!lanes.contains(lane)) {
                    lanes.add(lane);
                }
                lanesOf[field][i] = lanes.indexOf(lane);
            }
        }
        return new ScanLanes(lanes.toArray(Shape.Column[]::new), lanesOf);
    }

    private static List<FieldType> taken(Set<FieldType> types) {
        List<FieldType> taken = new ArrayList<>();
        for (FieldType type : FieldType.values()) {
            if (types.contains(type)
                    && (taken.isEmpty() || taken.get(0).numeric() && type.numeric())) {
                taken.add(type);
            }
        }
        return taken;
    }

    boolean isEmpty() {
        return lanes.length == 0;
    }

    SeriesColumns columns(SeriesKey series, MergedRows rows) {
        SeriesColumns.Column[] columns = new SeriesColumns.Column[lanesOf.length];
        for (int field = 0; field < columns.length; field++) {
            columns[field] = column(rows, lanesOf[field]);
        }
        return new SeriesColumns(series, Arrays.copyOf(rows.times(), rows.size()), columns);
    }

    private SeriesColumns.Column column(MergedRows rows, int[] sources) {
        int found = 0;
        for (int lane : sources) {
            found += rows.present(lane);
        }
        if (found == 0) {
            return new SeriesColumns.Column(null, new long[rows.size()], null, null);
        }
        FieldType type = lanes[sources[0]].type();
        if (sources.length == 1 && type != FieldType.STRING) {
            return simple(type, rows, sources[0]);
        }
        return type == FieldType.STRING ? text(rows, sources[0]) : cast(type, rows, sources);
    }

    private static SeriesColumns.Column simple(FieldType type, MergedRows rows, int lane) {
        long[] bits = Arrays.copyOf(rows.bits(lane), rows.size());
        return new SeriesColumns.Column(type, bits, presence(rows, lane), null);
    }

    private static boolean[] presence(MergedRows rows, int lane) {
        if (rows.present(lane) == rows.size()) {
            return null;
        }
        boolean[] present = new boolean[rows.size()];
        int[] stampOf = rows.stampOf(lane);
        for (int row = 0; row < present.length; row++) {
            present[row] = stampOf[row] >= 0;
        }
        return present;
    }

    private static SeriesColumns.Column text(MergedRows rows, int lane) {
        long[] bits = new long[rows.size()];
        byte[][] texts = new byte[rows.present(lane)][];
        int next = 0;
        for (int row = 0; row < bits.length; row++) {
            if (rows.has(lane, row)) {
                bits[row] = next;
                texts[next++] = rows.text(rows.bits(lane)[row]);
            }
        }
        return new SeriesColumns.Column(FieldType.STRING, bits, presence(rows, lane), texts);
    }

    private SeriesColumns.Column cast(FieldType type, MergedRows rows, int[] sources) {
        long[] bits = new long[rows.size()];
        boolean[] present = new boolean[bits.length];
        boolean all = true;
        for (int row = 0; row < bits.length; row++) {
            for (int lane : sources) {
                if (!present[row] && rows.has(lane, row)) {
                    present[row] = true;
                    bits[row] = cast(rows.bits(lane)[row], lanes[lane].type(), type);
                }
            }
            all &= present[row];
        }
        return new SeriesColumns.Column(type, bits, all ? null : present, null);
    }

    private static long cast(long bits, FieldType from, FieldType to) {
        if (from == to || to != FieldType.FLOAT) {
            return bits;
        }
        double value = (double) bits;
        if (from == FieldType.UNSIGNED && bits < 0) {
            value = ((bits >>> 1) | (bits & 1)) * 2.0;
        }
        return Double.doubleToRawLongBits(value);
    }
}
