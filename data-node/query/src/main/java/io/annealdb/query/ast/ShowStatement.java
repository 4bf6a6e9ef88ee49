package io.annealdb.query.ast;

import java.util.List;

/**
 * SHOW …. Where a database can be named by ON, {@code database} is null if it is not; a condition
 * is null without WHERE; limits are 0 where none is written.
 */
public sealed interface ShowStatement extends Statement {
    @Override
    default boolean changes() {
        return false;
    }

    record Databases() implements ShowStatement {
        @Override
        public String toString() {
            return "SHOW DATABASES";
        }
    }

    record RetentionPolicies(String database) implements ShowStatement {
        @Override
        public String toString() {
            return "SHOW RETENTION POLICIES" + on(database);
        }
    }

    /** {@code source} is null without WITH MEASUREMENT. */
    record Measurements(
            String database, Source.Measurement source, Expr condition, long limit, long offset)
            implements ShowStatement {
        @Override
        public String toString() {
            String with = "";
            if (source != null) {
                with = " WITH MEASUREMENT " + (source.regex() != null ? "=~ " : "= ") + source;
            }
            return "SHOW MEASUREMENTS"
                    + on(database)
                    + with
                    + Text.clause("WHERE", condition)
                    + Text.count("LIMIT", limit)
                    + Text.count("OFFSET", offset);
        }
    }

    record TagKeys(
            String database,
            List<Source.Measurement> sources,
            Expr condition,
            long limit,
            long offset,
            long seriesLimit,
            long seriesOffset)
            implements ShowStatement {
        public TagKeys {
            sources = List.copyOf(sources);
        }

        @Override
        public String toString() {
            return "SHOW TAG KEYS"
                    + on(database)
                    + Text.from(sources)
                    + Text.clause("WHERE", condition)
                    + Text.count("LIMIT", limit)
                    + Text.count("OFFSET", offset)
                    + Text.count("SLIMIT", seriesLimit)
                    + Text.count("SOFFSET", seriesOffset);
        }
    }

    /**
     * Which tag keys WITH KEY picks.
     *
     * @param operator EQ, NEQ, MATCHES, NOT_MATCHES; EQ with a NameList stands for IN
     * @param key a StringLiteral, a Regex or a NameList
     */
    record KeyChoice(Operator operator, Expr key) {
        @Override
        public String toString() {
            if (key instanceof Expr.NameList) {
                return " WITH KEY IN " + key;
            }
            return " WITH KEY "
                    + operator.text()
                    + " "
                    + (key instanceof Expr.StringLiteral name ? Text.ident(name.value()) : key);
        }
    }

    record TagValues(
            String database,
            List<Source.Measurement> sources,
            KeyChoice keys,
            Expr condition,
            long limit,
            long offset)
            implements ShowStatement {
        public TagValues {
            sources = List.copyOf(sources);
        }

        @Override
        public String toString() {
            return "SHOW TAG VALUES"
                    + on(database)
                    + Text.from(sources)
                    + keys
                    + Text.clause("WHERE", condition)
                    + Text.count("LIMIT", limit)
                    + Text.count("OFFSET", offset);
        }
    }

    record FieldKeys(String database, List<Source.Measurement> sources, long limit, long offset)
            implements ShowStatement {
        public FieldKeys {
            sources = List.copyOf(sources);
        }

        @Override
        public String toString() {
            return "SHOW FIELD KEYS"
                    + on(database)
                    + Text.from(sources)
                    + Text.count("LIMIT", limit)
                    + Text.count("OFFSET", offset);
        }
    }

    record Series(
            String database,
            List<Source.Measurement> sources,
            Expr condition,
            long limit,
            long offset)
            implements ShowStatement {
        public Series {
            sources = List.copyOf(sources);
        }

        @Override
        public String toString() {
            return "SHOW SERIES"
                    + on(database)
                    + Text.from(sources)
                    + Text.clause("WHERE", condition)
                    + Text.count("LIMIT", limit)
                    + Text.count("OFFSET", offset);
        }
    }

    /** What a cardinality counts. */
    enum Counted {
        SERIES("SERIES"),
        MEASUREMENT("MEASUREMENT"),
        TAG_KEY("TAG KEY"),
        TAG_VALUES("TAG VALUES"),
        FIELD_KEY("FIELD KEY");

        private final String words;

        Counted(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** {@code keys} is null but for TAG VALUES. */
    record Cardinality(
            Counted counted,
            boolean exact,
            String database,
            List<Source.Measurement> sources,
            KeyChoice keys,
            Expr condition,
            List<Expr> dimensions,
            long limit,
            long offset)
            implements ShowStatement {
        public Cardinality {
            sources = List.copyOf(sources);
            dimensions = List.copyOf(dimensions);
        }

        @Override
        public String toString() {
            return "SHOW "
                    + counted
                    + (exact ? " EXACT" : "")
                    + " CARDINALITY"
                    + on(database)
                    + Text.from(sources)
                    + (keys == null ? "" : keys)
                    + Text.clause("WHERE", condition)
                    + (dimensions.isEmpty() ? "" : " GROUP BY " + Text.list(dimensions))
                    + Text.count("LIMIT", limit)
                    + Text.count("OFFSET", offset);
        }
    }

    record Shards() implements ShowStatement {
        @Override
        public String toString() {
            return "SHOW SHARDS";
        }
    }

    record ShardGroups() implements ShowStatement {
        @Override
        public String toString() {
            return "SHOW SHARD GROUPS";
        }
    }

    record Users() implements ShowStatement {
        @Override
        public String toString() {
            return "SHOW USERS";
        }
    }

    record Grants(String user) implements ShowStatement {
        @Override
        public String toString() {
            return "SHOW GRANTS FOR " + Text.ident(user);
        }
    }

    record Queries() implements ShowStatement {
        @Override
        public String toString() {
            return "SHOW QUERIES";
        }
    }

    record ContinuousQueries() implements ShowStatement {
        @Override
        public String toString() {
            return "SHOW CONTINUOUS QUERIES";
        }
    }

    record Subscriptions() implements ShowStatement {
        @Override
        public String toString() {
            return "SHOW SUBSCRIPTIONS";
        }
    }

    /** {@code module} is null for all. */
    record Stats(String module) implements ShowStatement {
        @Override
        public String toString() {
            return "SHOW STATS" + (module == null ? "" : " FOR " + Text.string(module));
        }
    }

    record Diagnostics(String module) implements ShowStatement {
        @Override
        public String toString() {
            return "SHOW DIAGNOSTICS" + (module == null ? "" : " FOR " + Text.string(module));
        }
    }

    private static String on(String database) {
        return database == null ? "" : " ON " + Text.ident(database);
    }
}
