package io.annealdb.query.show;

import java.util.Collection;
import java.util.List;

/** Rows of tables. */
final class Rows {
    private Rows() {}

    /** One row a value. */
    static List<Object[]> of(Collection<?> values) {
        return values.stream().map(value -> new Object[] {value}).toList();
    }

    /**
     * @param limit 0 for all
     */
    static <T> List<T> slice(List<T> rows, long limit, long offset) {
        if (offset >= rows.size()) {
            return List.of();
        }
        long end = limit == 0 || limit > rows.size() - offset ? rows.size() : offset + limit;
        return rows.subList((int) offset, (int) end);
    }
}
