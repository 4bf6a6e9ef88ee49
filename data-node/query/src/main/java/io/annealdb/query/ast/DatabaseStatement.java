package io.annealdb.query.ast;

/** Makes, changes or drops a database or a retention policy. */
public sealed interface DatabaseStatement extends Statement {
    @Override
    default boolean changes() {
        return true;
    }

    /**
     * What WITH says of the first retention policy; all null where it is not said.
     *
     * @param durationNs 0 means for ever
     */
    record PolicySpec(Long durationNs, Integer replication, Long shardDurationNs, String name) {
        @Override
        public String toString() {
            return " WITH"
                    + (durationNs == null ? "" : " DURATION " + Text.duration(durationNs))
                    + Text.clause("REPLICATION", replication)
                    + (shardDurationNs == null
                            ? ""
                            : " SHARD DURATION " + Text.duration(shardDurationNs))
                    + (name == null ? "" : " NAME " + Text.ident(name));
        }
    }

    /** {@code policy} is null without WITH. */
    record CreateDatabase(String name, PolicySpec policy) implements DatabaseStatement {
        @Override
        public String toString() {
            return "CREATE DATABASE " + Text.ident(name) + (policy == null ? "" : policy);
        }
    }

    record DropDatabase(String name) implements DatabaseStatement {
        @Override
        public String toString() {
            return "DROP DATABASE " + Text.ident(name);
        }
    }

    /**
     * @param durationNs 0 means for ever
     * @param shardDurationNs 0 lets the server choose
     */
    record CreateRetentionPolicy(
            String name,
            String database,
            long durationNs,
            int replication,
            long shardDurationNs,
            boolean makeDefault)
            implements DatabaseStatement {
        @Override
        public String toString() {
            return "CREATE RETENTION POLICY "
                    + Text.ident(name)
                    + " ON "
                    + Text.ident(database)
                    + " DURATION "
                    + Text.duration(durationNs)
                    + " REPLICATION "
                    + replication
                    + (shardDurationNs > 0
                            ? " SHARD DURATION " + Text.duration(shardDurationNs)
                            : "")
                    + (makeDefault ? " DEFAULT" : "");
        }
    }

    /** Null means: as it was. */
    record AlterRetentionPolicy(
            String name,
            String database,
            Long durationNs,
            Integer replication,
            Long shardDurationNs,
            boolean makeDefault)
            implements DatabaseStatement {
        @Override
        public String toString() {
            return "ALTER RETENTION POLICY "
                    + Text.ident(name)
                    + " ON "
                    + Text.ident(database)
                    + (durationNs == null ? "" : " DURATION " + Text.duration(durationNs))
                    + Text.clause("REPLICATION", replication)
                    + (shardDurationNs == null
                            ? ""
                            : " SHARD DURATION " + Text.duration(shardDurationNs))
                    + (makeDefault ? " DEFAULT" : "");
        }
    }

    record DropRetentionPolicy(String name, String database) implements DatabaseStatement {
        @Override
        public String toString() {
            return "DROP RETENTION POLICY " + Text.ident(name) + " ON " + Text.ident(database);
        }
    }
}
