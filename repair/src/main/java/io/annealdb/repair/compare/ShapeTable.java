package io.annealdb.repair.compare;

import io.annealdb.points.FieldType;
import io.annealdb.points.Shape;
import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shapes that one message speaks of, so that each is spelled out once. */
final class ShapeTable {
    private final Map<Shape, Integer> indexes = new HashMap<>();
    private final List<Shape> shapes = new ArrayList<>();

    int index(Shape shape) {
        return indexes.computeIfAbsent(
                shape,
                s -> {
                    shapes.add(s);
                    return shapes.size() - 1;
                });
    }

    void write(ByteWriter out) {
        out.writeUnsigned(shapes.size());
        for (Shape shape : shapes) {
            out.writeUnsigned(shape.size());
            for (Shape.Column column : shape.columns()) {
                out.writeText(column.name());
                out.writeByte(column.type().code());
            }
        }
    }

    static Shape[] read(ByteReader in) {
        Shape[] shapes = new Shape[in.readCount(in.remaining(), "shapes")];
        for (int i = 0; i < shapes.length; i++) {
            int size = in.readCount(in.remaining() / 2, "fields");
            List<Shape.Column> columns = new ArrayList<>(size);
            try {
                for (int field = 0; field < size; field++) {
                    String name = in.readText();
                    columns.add(new Shape.Column(name, FieldType.ofCode(in.readByte())));
                }
                shapes[i] = new Shape(columns);
            } catch (IllegalArgumentException e) {
                throw new MalformedException("shape " + i + ": " + e.getMessage(), e);
            }
        }
        return shapes;
    }
}
