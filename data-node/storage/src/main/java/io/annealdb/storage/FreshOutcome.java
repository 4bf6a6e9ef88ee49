package io.annealdb.storage;

import java.util.List;

/** How a shard took a fresh write or delete. */
public sealed interface FreshOutcome {
    /** All rows but the conflicting ones are on disk. */
    record Stored(List<TypeConflict> conflicts) implements FreshOutcome {
        public Stored {
            conflicts = List.copyOf(conflicts);
        }
    }

    /**
     * Nothing was written: the shard holds something under a higher stamp.
     *
     * @param hlc the clock value that a new stamp must be above
     */
    record Shadowed(long hlc) implements FreshOutcome {}

    /**
     * A row that was left out.
     *
     * @param row its number in the batch
     */
    record TypeConflict(
            int row, String field, String measurement, String inputType, String existingType) {
        /** InfluxDB's own words, which clients read. */
        public String message() {
            return "field type conflict: input field \""
                    + field
                    + "\" on measurement \""
                    + measurement
                    + "\" is type "
                    + inputType
                    + ", already exists as type "
                    + existingType;
        }
    }
}
