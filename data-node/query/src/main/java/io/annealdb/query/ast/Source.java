package io.annealdb.query.ast;

/** What a statement reads. */
public sealed interface Source {
    /**
     * A measurement, by name or by expression: exactly one of both is given.
     *
     * @param database null for the statement's own
     * @param retentionPolicy null for the database's default
     * @param name null where an expression stands
     * @param regex null where a name stands
     */
    record Measurement(String database, String retentionPolicy, String name, String regex)
            implements Source {
        public Measurement {
            if ((name == null) == (regex == null)) {
                throw new IllegalArgumentException(
                        "a name or an expression: " + name + ", " + regex);
            }
        }

        @Override
        public String toString() {
            StringBuilder out = new StringBuilder();
            if (database != null) {
                out.append(Text.ident(database)).append('.');
            }
            if (retentionPolicy != null) {
                out.append(Text.ident(retentionPolicy));
            }
            if (database != null || retentionPolicy != null) {
                out.append('.');
            }
            return out.append(name != null ? Text.ident(name) : Text.regex(regex)).toString();
        }
    }

    record Subquery(SelectStatement select) implements Source {
        @Override
        public String toString() {
            return "(" + select + ")";
        }
    }
}
