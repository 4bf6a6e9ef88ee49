package io.annealdb.query.plan;

import io.annealdb.points.FieldType;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Supplier;

/**
 * The fields and tags of all sources of a statement together. Tags are looked up when first needed.
 */
public final class Schema {
    private final Map<String, FieldType> fields;
    private final Supplier<SortedSet<String>> tagLookup;
    private SortedSet<String> tags;

    /**
     * @param fields with the type of each that reads take
     */
    public Schema(Map<String, FieldType> fields, Supplier<SortedSet<String>> tagLookup) {
        this.fields = Map.copyOf(fields);
        this.tagLookup = tagLookup;
    }

    public Map<String, FieldType> fields() {
        return fields;
    }

    public SortedSet<String> tags() {
        if (tags == null) {
            tags = tagLookup.get();
        }
        return tags;
    }
}
