package io.annealdb.storage.merge;

import io.annealdb.points.FieldType;
import io.annealdb.points.Shape;
import java.util.Collection;
import java.util.TreeSet;

/** What a merge keeps apart: columns, each a field with one type, in the order of a shape. */
public final class Lane {
    private Lane() {}

    /** The columns of all shapes, sorted, each once. */
    public static Shape.Column[] union(Collection<Shape> shapes) {
        TreeSet<Shape.Column> all = new TreeSet<>();
        for (Shape shape : shapes) {
            all.addAll(shape.columns());
        }
        return all.toArray(Shape.Column[]::new);
    }

    /** For each lane the column of the shape that feeds it, -1 if none does. */
    public static int[] columnsOf(Shape.Column[] lanes, Shape shape) {
        int[] columns = new int[lanes.length];
        for (int lane = 0; lane < lanes.length; lane++) {
            columns[lane] = shape.columns().indexOf(lanes[lane]);
        }
        return columns;
    }

    /** Whether a shape feeds any of the lanes. */
    public static boolean feeds(int[] columns) {
        for (int column : columns) {
            if (column >= 0) {
                return true;
            }
        }
        return false;
    }

    static boolean isText(Shape.Column lane) {
        return lane.type() == FieldType.STRING;
    }
}
