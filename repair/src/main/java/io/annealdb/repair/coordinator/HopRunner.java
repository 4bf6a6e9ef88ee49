package io.annealdb.repair.coordinator;

import io.annealdb.points.ShardId;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.job.JobState;
import io.annealdb.repair.job.RepairJob;

/** Has one hop run at its source, and keeps its counters when it fails. */
final class HopRunner {
    /** What became of an attempt; the report's counters include earlier attempts. */
    sealed interface Attempt {
        HopReport report();

        /** Verified or skipped. */
        record Finished(HopReport report) implements Attempt {}

        /** The job was cancelled or paused. */
        record Stopped(HopReport report) implements Attempt {}

        record Failed(HopReport report, String why) implements Attempt {}
    }

    private final Owners owners;
    private final JobJournal journal;
    private final JobListener listener;
    private final CoordinatorTimes times;

    HopRunner(Owners owners, JobJournal journal, JobListener listener, CoordinatorTimes times) {
        this.owners = owners;
        this.journal = journal;
        this.listener = listener;
        this.times = times;
    }

    Attempt run(RepairJob job, ShardId shard, int index, HopReport before) {
        HopOrder order =
                new HopOrder(job.name(), shard, before.hop(), job.rate(), times.hopTimeout());
        Watch watch = new Watch(job.id(), shard, index, before);
        try {
            HopReport report = owners.runHop(order, watch).after(before);
            if (report.phase().finished()) {
                listener.hop(job.id(), shard, index, report);
                return new Attempt.Finished(report);
            }
            return watch.cancelled()
                    ? new Attempt.Stopped(report)
                    : new Attempt.Failed(report, "its source has given it up: " + report.note());
        } catch (OwnerUnavailableException | HopFailedException e) {
            return watch.cancelled()
                    ? new Attempt.Stopped(watch.last)
                    : new Attempt.Failed(watch.last, e.getMessage());
        }
    }

    private final class Watch implements HopWatch {
        private final long job;
        private final ShardId shard;
        private final int index;
        private final HopReport before;
        private volatile HopReport last;

        Watch(long job, ShardId shard, int index, HopReport before) {
            this.job = job;
            this.shard = shard;
            this.index = index;
            this.before = before;
            this.last = before;
        }

        @Override
        public void progress(HopReport report) {
            HopReport all = report.after(before);
            if (!all.phase().finished()) {
                last = all;
            }
            listener.hop(job, shard, index, all);
        }

        @Override
        public boolean cancelled() {
            return journal.currentState(job) != JobState.RUNNING;
        }
    }
}
