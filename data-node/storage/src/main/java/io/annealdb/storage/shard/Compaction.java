package io.annealdb.storage.shard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Merges some files of a shard into one, when there are many. Winners are chosen by stamp, so any
 * files may be merged, whatever lies between them; what a delete hides is left out, the delete is
 * kept. One switch of the manifest names the new file in place of the old ones. Runs under the
 * shard's merging lock; the cache is flushed meanwhile as ever.
 */
final class Compaction {
    private final LocalShard shard;

    Compaction(LocalShard shard) {
        this.shard = shard;
    }

    /** One round; false if there are few enough files. */
    boolean once() throws IOException {
        if (shard.files.files().size() < shard.services().options().compactAtFiles()) {
            return false;
        }
        merge(chosen(shard.files.files()));
        shard.services().metrics().compactions.inc();
        return true;
    }

    /** The smallest two, and on from there while a file is not much larger than those before it. */
    static List<ShardFile> chosen(List<ShardFile> files) {
        List<ShardFile> sorted = new ArrayList<>(files);
        sorted.sort(Comparator.comparingLong(file -> file.file().bytes()));
        long sum = 0;
        int count = 0;
        for (ShardFile file : sorted) {
            if (count >= 2 && file.file().bytes() > 2 * sum) {
                break;
            }
            sum += file.file().bytes();
            count++;
        }
        return sorted.subList(0, count);
    }

    private void merge(List<ShardFile> inputs) throws IOException {
        List<ShardFile> added = new ArrayList<>(1);
        try (Snapshot all = shard.snapshot();
                FileOutput output = new FileOutput(shard)) {
            new FileMerge(shard.services().index(), ForgottenValues.NONE, shard::checkNotClosing)
                    .write(inputs, all.kept(), output.writer());
            if (!output.writer().isEmpty()) {
                added.add(output.finish(all.kept().size()));
            }
            shard.digest.leaving(all);
        }
        List<ShardFile> gone;
        try {
            gone = shard.files.change(added, Set.copyOf(inputs), 0, shard::underLock);
        } catch (IOException e) {
            shard.files.abandon(added);
            throw e;
        }
        shard.files.retire(gone, shard.services().metrics().failures::inc);
    }
}
