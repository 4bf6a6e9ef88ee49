package io.annealdb.repair.coordinator;

import io.annealdb.repair.compare.Sleeper;

/** What the rings of one job work with; for one thread. */
record RingTools(
        long jobId,
        Owners owners,
        ShardOwners shards,
        JobJournal journal,
        HopRunner runner,
        RootGatherer gatherer,
        EqualShards equalShards,
        Certifier certifier,
        RingEnds ends,
        JobPromise promise,
        Sleeper sleeper,
        CoordinatorTimes times) {}
