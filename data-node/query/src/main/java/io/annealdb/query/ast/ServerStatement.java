package io.annealdb.query.ast;

import java.util.List;
import java.util.stream.Collectors;

/** Continuous queries, subscriptions, running queries. */
public sealed interface ServerStatement extends Statement {
    @Override
    default boolean changes() {
        return true;
    }

    /** {@code resampleEveryNs} and {@code resampleForNs} are 0 where they are not said. */
    record CreateContinuousQuery(
            String name,
            String database,
            SelectStatement select,
            long resampleEveryNs,
            long resampleForNs)
            implements ServerStatement {
        @Override
        public String toString() {
            StringBuilder resample = new StringBuilder();
            if (resampleEveryNs > 0 || resampleForNs > 0) {
                resample.append("RESAMPLE ");
            }
            if (resampleEveryNs > 0) {
                resample.append("EVERY ").append(Text.duration(resampleEveryNs)).append(' ');
            }
            if (resampleForNs > 0) {
                resample.append("FOR ").append(Text.duration(resampleForNs)).append(' ');
            }
            return "CREATE CONTINUOUS QUERY "
                    + Text.ident(name)
                    + " ON "
                    + Text.ident(database)
                    + " "
                    + resample
                    + "BEGIN "
                    + select
                    + " END";
        }
    }

    record DropContinuousQuery(String name, String database) implements ServerStatement {
        @Override
        public String toString() {
            return "DROP CONTINUOUS QUERY " + Text.ident(name) + " ON " + Text.ident(database);
        }
    }

    record CreateSubscription(
            String name,
            String database,
            String retentionPolicy,
            boolean all,
            List<String> destinations)
            implements ServerStatement {
        public CreateSubscription {
            destinations = List.copyOf(destinations);
        }

        @Override
        public String toString() {
            return "CREATE SUBSCRIPTION "
                    + Text.ident(name)
                    + " ON "
                    + Text.ident(database)
                    + "."
                    + Text.ident(retentionPolicy)
                    + " DESTINATIONS "
                    + (all ? "ALL " : "ANY ")
                    + destinations.stream().map(Text::string).collect(Collectors.joining(", "));
        }
    }

    record DropSubscription(String name, String database, String retentionPolicy)
            implements ServerStatement {
        @Override
        public String toString() {
            return "DROP SUBSCRIPTION "
                    + Text.ident(name)
                    + " ON "
                    + Text.ident(database)
                    + "."
                    + Text.ident(retentionPolicy);
        }
    }

    /** {@code host} is null where none is named. */
    record KillQuery(long id, String host) implements ServerStatement {
        @Override
        public String toString() {
            return "KILL QUERY " + id + (host == null ? "" : " ON " + Text.ident(host));
        }
    }
}
