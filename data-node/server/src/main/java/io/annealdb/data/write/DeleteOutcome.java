package io.annealdb.data.write;

/** What became of a delete. */
public sealed interface DeleteOutcome {
    /**
     * A live owner of each shard has it on disk, durable hints hold it for the others.
     *
     * @param shards how many shards it went to
     */
    record Deleted(int shards) implements DeleteOutcome {}

    record DatabaseNotFound(String database) implements DeleteOutcome {
        public String message() {
            return "database not found: " + database;
        }
    }

    record PolicyNotFound(String policy) implements DeleteOutcome {
        public String message() {
            return "retention policy not found: " + policy;
        }
    }

    /** It did not reach what it must reach; it may still happen. HTTP: 5xx. */
    record Failed(String message) implements DeleteOutcome {}
}
