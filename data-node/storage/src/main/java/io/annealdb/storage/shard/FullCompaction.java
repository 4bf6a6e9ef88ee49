package io.annealdb.storage.shard;

import io.annealdb.points.Stamp;
import io.annealdb.storage.RewritePace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Merges all files of a shard into one and purges what has settled.
 *
 * <pre>
 *   cache ─▶ file; all files ─▶ one file, what deletes hide left out
 *   flushes wait from here on
 *   deletes that have not settled ─▶ next generation of their log, forced
 *   lock: still settled? nothing hidden has come meanwhile? late deletes go along
 *         manifest: new file and next generation, in one switch
 * </pre>
 *
 * So a settled delete goes only when no file, cache or log holds anything that it hides (repair.md
 * D3). If something it hides came while this ran, or files of another owner are coming in, all
 * deletes stay until the next time. Runs under the shard's merging lock, and holds its maintenance
 * lock for the first and the last steps alone: caches are flushed while files are merged.
 */
final class FullCompaction {
    private final LocalShard shard;
    private final ForgottenValues forgotten;
    private final RewritePace pace;

    /**
     * @param pace of the merge
     */
    FullCompaction(LocalShard shard, ForgottenValues forgotten, RewritePace pace) {
        this.shard = shard;
        this.forgotten = forgotten;
        this.pace =
                (valuesRead, bytesWritten) -> {
                    shard.checkNotClosing(valuesRead, bytesWritten);
                    pace.after(valuesRead, bytesWritten);
                };
    }

    /** What the switch puts in place of what. */
    private record Outcome(
            List<ShardFile> before, List<ShardFile> after, KeptDeletes seen, boolean rewritten) {
        List<ShardFile> cameSince(List<ShardFile> now) {
            return now.stream().filter(file -> !before.contains(file)).toList();
        }

        /**
         * A file that has come since, under the log that has so many of the deletes of then left:
         * one that was flushed has applied all of these, and some behind them.
         */
        ShardFile renumbered(ShardFile file, int left) {
            int applied = file.entry().deletesApplied();
            return file.withDeletesApplied(
                    applied < seen.size() ? 0 : applied - seen.size() + left);
        }

        /** The one file under so many deletes as stand at the front of the log. */
        List<ShardFile> afterWith(int deletesApplied) {
            return after.stream().map(file -> file.withDeletesApplied(deletesApplied)).toList();
        }
    }

    void run() throws IOException {
        shard.maintenance.lock();
        try {
            shard.underLock(shard.types::beginRenewal);
            new Flush(shard).all();
        } finally {
            shard.maintenance.unlock();
        }
        Outcome outcome = merge();
        shard.maintenance.lock();
        try {
            change(outcome);
        } finally {
            shard.maintenance.unlock();
        }
    }

    private void change(Outcome outcome) throws IOException {
        KeptDeletes left = whatStays(outcome);
        List<ShardFile> gone = outcome.before();
        boolean switched = false;
        try {
            switched = left.size() < outcome.seen().size() && purge(outcome, left);
            if (!switched && outcome.rewritten()) {
                gone =
                        shard.files.change(
                                outcome.after(),
                                Set.copyOf(outcome.before()),
                                0,
                                listSwitch -> publish(outcome, listSwitch));
                switched = true;
            }
        } finally {
            if (!switched && outcome.rewritten()) {
                shard.files.abandon(outcome.after());
            }
        }
        shard.deleteLog.dropRetired(shard.services().metrics().failures::inc);
        if (outcome.rewritten()) {
            shard.files.retire(gone, shard.services().metrics().failures::inc);
            shard.services().metrics().compactions.inc();
        }
    }

    private Outcome merge() throws IOException {
        try (Snapshot all = shard.snapshot()) {
            List<ShardFile> files = all.files();
            KeptDeletes deletes = all.kept();
            boolean isOne =
                    files.isEmpty()
                            || files.size() == 1
                                    && files.get(0).entry().deletesApplied() == deletes.size();
            if (isOne && forgotten.isEmpty()) {
                return new Outcome(files, files, deletes, false);
            }
            List<ShardFile> written = new ArrayList<>(1);
            try (FileOutput output = new FileOutput(shard)) {
                new FileMerge(shard.services().index(), forgotten, pace)
                        .write(files, deletes, output.writer());
                if (!output.writer().isEmpty()) {
                    written.add(output.finish(deletes.size()));
                }
            }
            return new Outcome(files, written, deletes, true);
        }
    }

    private KeptDeletes whatStays(Outcome outcome) {
        shard.lock.lock();
        try {
            return outcome.seen().without(delete -> mayGo(delete, outcome));
        } finally {
            shard.lock.unlock();
        }
    }

    /** Whether a delete that has been applied to the files of the merge may be forgotten now. */
    private boolean mayGo(KeptDeletes.Kept delete, Outcome outcome) {
        Stamp stamp = delete.delete().stamp();
        return !shard.takesFiles()
                && delete.hasSettled(shard.settling().settled())
                && !shard.active.holdsBelow(stamp)
                && (shard.flushing == null || !shard.flushing.holdsBelow(stamp))
                && outcome.cameSince(shard.files.files()).stream()
                        .noneMatch(file -> file.file().summary().minStamp().compareTo(stamp) < 0);
    }

    /** Purges if that is still right under the lock; false if not. */
    private boolean purge(Outcome outcome, KeptDeletes left) throws IOException {
        DeleteLog.Successor next = shard.deleteLog.successor(left, outcome.seen().size());
        boolean[] done = new boolean[1];
        try {
            shard.files.exclusively(
                    shard.lock, () -> done[0] = switchUnderLock(outcome, left, next));
            return done[0];
        } finally {
            if (!done[0]) {
                shard.deleteLog.abandon(next, shard.files.mayName(next.generation()));
            }
        }
    }

    private boolean switchUnderLock(Outcome outcome, KeptDeletes left, DeleteLog.Successor written)
            throws IOException {
        Set<KeptDeletes.Kept> staying = new HashSet<>(left.kept());
        boolean stillRight =
                shard.files.files().containsAll(outcome.before())
                        && outcome.seen().kept().stream()
                                .allMatch(
                                        delete ->
                                                staying.contains(delete) || mayGo(delete, outcome));
        if (!stillRight) {
            return false;
        }
        DeleteLog.Successor next = shard.deleteLog.catchUp(written);
        shard.files.change(
                outcome.afterWith(left.size()),
                Set.copyOf(outcome.before()),
                0,
                next.generation(),
                file -> outcome.renumbered(file, left.size()),
                listSwitch -> {
                    publish(outcome, listSwitch);
                    shard.deleteLog.succeed(next);
                });
        return true;
    }

    private void publish(Outcome outcome, Runnable listSwitch) {
        shard.changeContent(
                () -> {
                    listSwitch.run();
                    shard.types.renew(outcome.after());
                });
    }
}
