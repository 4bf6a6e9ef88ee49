package io.annealdb.data.write;

import java.util.List;

/** What became of a batch of points. */
public sealed interface WriteOutcome {
    /**
     * The level was reached for every row that could be taken; what an owner missed is noted
     * durably.
     *
     * @param conflicts InfluxDB's words for each row that no owner took because of its type
     * @param beyondRetention rows older than the policy keeps; they were dropped
     */
    record Written(List<String> conflicts, int beyondRetention) implements WriteOutcome {
        public Written {
            conflicts = List.copyOf(conflicts);
        }

        /** Rows that were not stored. */
        public int dropped() {
            return conflicts.size() + beyondRetention;
        }
    }

    /** Meta, asked just now, has no such database. HTTP: 404. */
    record DatabaseNotFound(String database) implements WriteOutcome {
        public String message() {
            return "database not found: \"" + database + "\"";
        }
    }

    /** HTTP: 500, as InfluxDB does it. */
    record PolicyNotFound(String policy) implements WriteOutcome {
        public String message() {
            return "retention policy not found: " + policy;
        }
    }

    /**
     * The level was not reached, in time or at all. Nothing is undone: what was stored or hinted
     * may appear. HTTP: 503, since a retry can cure it.
     *
     * @param message what happened, to which owners; none of the words for which a client drops its
     *     batch
     */
    record NotEnoughOwners(String message) implements WriteOutcome {}

    /**
     * Nothing was tried: this node may not coordinate writes now (its clock), or does not know the
     * database or group and meta does not answer. HTTP: 503.
     */
    record Unavailable(String message) implements WriteOutcome {}
}
