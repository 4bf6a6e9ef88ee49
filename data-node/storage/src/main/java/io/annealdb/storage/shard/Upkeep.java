package io.annealdb.storage.shard;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a shard's files merged in the background, one merge at a time: some of them when there are
 * many, all of them when that lets enough settled deletes go. A delete is worth the rewriting of
 * {@link #REWRITE_BYTES_PER_DELETE}; in a shard that is not written to, any is worth it.
 */
public final class Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    /** So the deletes of a large shard that is written to go by the hundred, not each by itself. */
    static final long REWRITE_BYTES_PER_DELETE = 8L << 20;

    private final LocalShard shard;
    private boolean planned;

    Upkeep(LocalShard shard) {
        this.shard = shard;
    }

    /** Called after the files or what has settled changed; plans work if there is any. */
    void look() {
        look(false);
    }

    /** Called now and then while the shard is not written to. */
    public void lookWhileIdle() {
        look(true);
    }

    private synchronized void look(boolean idle) {
        boolean purge = worthPurging(idle);
        if (!planned && (purge || hasManyFiles())) {
            planned = true;
            shard.services().scheduler().execute(() -> run(purge));
        }
    }

    private boolean hasManyFiles() {
        return shard.files.files().size() >= shard.services().options().compactAtFiles();
    }

    private boolean worthPurging(boolean idle) {
        long settled = shard.deleteLog.kept().settledCount(shard.settling().settled());
        return settled > 0 && (idle || shard.files.bytes() <= settled * REWRITE_BYTES_PER_DELETE);
    }

    private void run(boolean purge) {
        try {
            if (purge) {
                shard.compactFully();
            } else {
                shard.compact();
            }
        } catch (IOException | RuntimeException e) {
            if (!shard.isClosing()) {
                shard.services().metrics().failures.inc();
                LOG.warn("{} could not be compacted; its files stay as they are", shard, e);
            }
        } finally {
            synchronized (this) {
                planned = false;
            }
        }
    }
}
