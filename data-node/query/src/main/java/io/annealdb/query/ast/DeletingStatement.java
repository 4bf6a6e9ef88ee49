package io.annealdb.query.ast;

import java.util.List;

/** Removes points. */
public sealed interface DeletingStatement extends Statement {
    @Override
    default boolean changes() {
        return true;
    }

    /** {@code condition} is null without WHERE. */
    record Delete(List<Source.Measurement> sources, Expr condition) implements DeletingStatement {
        public Delete {
            sources = List.copyOf(sources);
        }

        @Override
        public String toString() {
            return "DELETE" + Text.from(sources) + Text.clause("WHERE", condition);
        }
    }

    record DropSeries(List<Source.Measurement> sources, Expr condition)
            implements DeletingStatement {
        public DropSeries {
            sources = List.copyOf(sources);
        }

        @Override
        public String toString() {
            return "DROP SERIES" + Text.from(sources) + Text.clause("WHERE", condition);
        }
    }

    record DropMeasurement(String name) implements DeletingStatement {
        @Override
        public String toString() {
            return "DROP MEASUREMENT " + Text.ident(name);
        }
    }

    record DropShard(long id) implements DeletingStatement {
        @Override
        public String toString() {
            return "DROP SHARD " + id;
        }
    }
}
