package io.annealdb.query.plan;

import io.annealdb.points.FieldType;

/**
 * A field or tag that a statement names.
 *
 * @param type the type its values are read as; null for a tag, and for a name that no source has
 */
public record ColumnRef(String name, FieldType type, boolean tag) implements CallInput {
    public boolean field() {
        return type != null;
    }
}
