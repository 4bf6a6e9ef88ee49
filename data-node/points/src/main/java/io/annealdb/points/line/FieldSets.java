package io.annealdb.points.line;

import io.annealdb.points.FieldType;
import io.annealdb.points.Shape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sets of fields that a body's lines have shown so far, and the shapes they lead to. */
final class FieldSets {
    private final byte[] body;
    private final Map<Long, List<FieldSet>> byHash = new HashMap<>();
    private final Map<Shape, Integer> shapeIndex = new HashMap<>();
    private final List<Shape> shapes = new ArrayList<>();
    private final long seed;

    FieldSets(byte[] body, long seed) {
        this.body = body;
        this.seed = seed;
    }

    Shape[] shapes() {
        return shapes.toArray(Shape[]::new);
    }

    /** The set of the fields whose raw names stand at those places. */
    FieldSet find(int[] nameFrom, int[] nameTo, FieldType[] types, int count) {
        long hash = seed;
        for (int i = 0; i < count; i++) {
            hash = RawHash.of(body, nameFrom[i], nameTo[i], hash + types[i].code());
        }
        List<FieldSet> candidates = byHash.computeIfAbsent(hash, h -> new ArrayList<>(1));
        for (FieldSet candidate : candidates) {
            if (candidate.is(body, nameFrom, nameTo, types, count)) {
                return candidate;
            }
        }
        FieldSet made = make(nameFrom, nameTo, types, count);
        candidates.add(made);
        return made;
    }

    private FieldSet make(int[] nameFrom, int[] nameTo, FieldType[] types, int count) {
        byte[][] names = new byte[count][];
        Map<String, Integer> lastOf = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            names[i] = Arrays.copyOfRange(body, nameFrom[i], nameTo[i] + 1);
            names[i][names[i].length - 1] = '=';
            lastOf.put(unescaped(nameFrom[i], nameTo[i]), i);
        }
        List<String> sorted = lastOf.keySet().stream().sorted().toList();
        List<Shape.Column> shapeColumns = new ArrayList<>();
        int[] columns = new int[count];
        Arrays.fill(columns, -1);
        for (String name : sorted) {
            int field = lastOf.get(name);
            columns[field] = shapeColumns.size();
            shapeColumns.add(new Shape.Column(name, types[field]));
        }
        Shape shape = new Shape(shapeColumns);
        Integer index = shapeIndex.putIfAbsent(shape, shapes.size());
        if (index == null) {
            index = shapes.size();
            shapes.add(shape);
        }
        return new FieldSet(names, Arrays.copyOf(types, count), columns, shapes.get(index), index);
    }

    private String unescaped(int from, int to) {
        byte[] out = new byte[to - from];
        int size = 0;
        for (int i = from; i < to; i++) {
            if (body[i] == '\\' && i + 1 < to && escapable(body[i + 1])) {
                i++;
            }
            out[size++] = body[i];
        }
        return new String(out, 0, size, StandardCharsets.UTF_8);
    }

    private static boolean escapable(byte c) {
        return c == ',' || c == ' ' || c == '=' || c == '"';
    }
}
