package io.annealdb.points;

import java.util.List;

/**
 * Which fields a row has: names with their types, sorted by name, then type. Rows of one shape lie
 * beside each other in a log record and in a block, so that no value needs a mark "absent".
 */
public record Shape(List<Column> columns) {
    /** A field of a shape. */
    public record Column(String name, FieldType type) implements Comparable<Column> {
        @Override
        public int compareTo(Column other) {
            int byName = name.compareTo(other.name);
            return byName != 0 ? byName : type.compareTo(other.type);
        }
    }

    public Shape {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a shape needs at least one field");
        }
        for (int i = 1; i < columns.size(); i++) {
            if (columns.get(i - 1).compareTo(columns.get(i)) >= 0) {
                throw new IllegalArgumentException("fields not sorted: " + columns);
            }
        }
    }

    public int size() {
        return columns.size();
    }

    public String name(int column) {
        return columns.get(column).name();
    }

    public FieldType type(int column) {
        return columns.get(column).type();
    }
}
