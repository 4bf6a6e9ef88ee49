package io.annealdb.cli.simulator;

/** What kind of story a seed tells. */
enum Plot {
    /** Anything may come upon anybody. */
    HARD,
    /** No node dies: then hints alone must bring all that owners missed. */
    GENTLE,
    /**
     * Rings go around all the time, so that shards settle and deletes are forgotten, while
     * messages, hints and whole disks come back that are older than that.
     */
    SETTLING
}
