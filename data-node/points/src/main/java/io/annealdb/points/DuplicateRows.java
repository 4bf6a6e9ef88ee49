package io.annealdb.points;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settles rows of one batch that share series and timestamp: they become one row, field by field,
 * and of two values of one field the later row's counts, whatever the types (repair.md S4). For
 * batches that have one stamp still to come: a stamp cannot tell their rows apart.
 */
public final class DuplicateRows {
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private DuplicateRows() {}

    /** The batch without duplicates, each merged row where the first of its rows stood. */
    public static Rows settle(Rows rows) {
        if (ascending(rows)) {
            return rows;
        }
        int[] laterOf = laterRows(rows);
        return laterOf == null ? rows : merged(rows, laterOf);
    }

    /** Whether the times of each series only grow: cheap, and true of nearly every batch. */
    private static boolean ascending(Rows rows) {
        long[] last = new long[rows.seriesCount()];
        boolean[] met = new boolean[rows.seriesCount()];
        for (int row = 0; row < rows.size(); row++) {
            int series = rows.seriesIndex(row);
            long time = rows.time(row);
            if (met[series] && time <= last[series]) {
                return false;
            }
            met[series] = true;
            last[series] = time;
        }
        return true;
    }

    /** For each row the next one of its series and time, or -1; null if none has any. */
    private static int[] laterRows(Rows rows) {
        int slots = Integer.highestOneBit(Math.max(8, rows.size())) * 4;
        int[] newest = new int[slots]; // row + 1; 0 is free
        int[] laterOf = new int[rows.size()];
        Arrays.fill(laterOf, -1);
        boolean found = false;
        for (int row = 0; row < rows.size(); row++) {
            long mixed = (rows.time(row) + rows.seriesIndex(row) * SPREAD) * SPREAD;
            int slot = (int) (mixed ^ mixed >>> 32) & slots - 1;
            while (newest[slot] != 0 && !same(rows, newest[slot] - 1, row)) {
                slot = slot + 1 & slots - 1;
            }
            if (newest[slot] != 0) {
                laterOf[newest[slot] - 1] = row;
                found = true;
            }
            newest[slot] = row + 1;
        }
        return found ? laterOf : null;
    }

    private static boolean same(Rows rows, int one, int other) {
        return rows.time(one) == rows.time(other)
                && rows.seriesIndex(one) == rows.seriesIndex(other);
    }

    private static Rows merged(Rows rows, int[] laterOf) {
        Rows.Builder out = Rows.builder();
        BitSet taken = new BitSet();
        for (int row = 0; row < rows.size(); row++) {
            if (taken.get(row)) {
                continue;
            }
            if (laterOf[row] < 0) {
                out.add(rows, row);
                continue;
            }
            Map<String, Source> fields = new LinkedHashMap<>();
            for (int at = row; at >= 0; at = laterOf[at]) {
                taken.set(at);
                for (int column = 0; column < rows.shape(at).size(); column++) {
                    fields.put(rows.shape(at).name(column), new Source(at, column));
                }
            }
            addRow(out, rows, row, fields);
        }
        return out.build();
    }

    private record Source(int row, int column) {}

    private static void addRow(Rows.Builder out, Rows rows, int first, Map<String, Source> fields) {
        var sorted = fields.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
        Shape shape =
                new Shape(
                        sorted.stream()
                                .map(field -> field.getValue())
                                .map(from -> rows.shape(from.row()).columns().get(from.column()))
                                .toList());
        out.row(
                out.series(rows.series(first)),
                rows.time(first),
                out.shape(shape),
                out.stamp(rows.stamp(first)));
        for (var field : sorted) {
            Source from = field.getValue();
            long bits = rows.bits(from.row(), from.column());
            boolean string = rows.shape(from.row()).type(from.column()) == FieldType.STRING;
            out.value(string ? out.text(rows.text(bits)) : bits);
        }
    }
}
