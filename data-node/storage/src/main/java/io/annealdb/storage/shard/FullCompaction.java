package io.annealdb.storage.shard;

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
 *   deletes that have not settled ─▶ next generation of their log, forced
 *   lock: still settled? nothing hidden has come meanwhile? late deletes go along
 *         manifest: new file and next generation, in one switch
 * </pre>
 *
 * So a settled delete goes only when no file, cache or log holds anything that it hides (repair.md
 * D3). If something it hides came while this ran, or files of another owner are coming in, all
 * deletes stay until the next time. Runs under the shard's maintenance lock.
 */
final class FullCompaction {
    private final LocalShard shard;
    private final ForgottenValues forgotten;

    FullCompaction(LocalShard shard, ForgottenValues forgotten) {
        this.shard = shard;
        this.forgotten = forgotten;
    }

    /** What the switch puts in place of what. */
    private record Outcome(
            List<ShardFile> before, List<ShardFile> after, KeptDeletes seen, boolean rewritten) {
        /** The one file under so many deletes as stand at the front of the log. */
        List<ShardFile> afterWith(int deletesApplied) {
            return after.stream().map(file -> file.withDeletesApplied(deletesApplied)).toList();
        }
    }

    void run() throws IOException {
        shard.underLock(shard.types::beginRenewal);
        new Flush(shard).all();
        Outcome outcome = merge();
        KeptDeletes left = whatStays(outcome.seen());
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
                new FileMerge(shard.services().index(), forgotten)
                        .write(files, deletes, output.writer());
                if (!output.writer().isEmpty()) {
                    written.add(output.finish(deletes.size()));
                }
            }
            return new Outcome(files, written, deletes, true);
        }
    }

    private KeptDeletes whatStays(KeptDeletes seen) {
        shard.lock.lock();
        try {
            return seen.without(this::mayGo);
        } finally {
            shard.lock.unlock();
        }
    }

    /** Whether a delete that has been applied to all files may be forgotten now. */
    private boolean mayGo(KeptDeletes.Kept delete) {
        return !shard.takesFiles()
                && delete.hasSettled(shard.settling().settled())
                && !shard.active.holdsBelow(delete.delete().stamp());
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
                                .allMatch(delete -> staying.contains(delete) || mayGo(delete));
        if (!stillRight) {
            return false;
        }
        DeleteLog.Successor next = shard.deleteLog.catchUp(written);
        shard.files.change(
                outcome.afterWith(left.size()),
                Set.copyOf(outcome.before()),
                0,
                next.generation(),
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
