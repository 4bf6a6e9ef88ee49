package io.annealdb.storage.shard;

import io.annealdb.storage.block.BlockFile;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Told by a shard's block files what is read of them, and what is broken. May be called under the
 * shard's lock: the loss is noted at once, the file is set aside later, and only once that note is
 * on disk.
 */
final class DamageWatch implements BlockFile.Observer {
    private static final Logger LOG = LoggerFactory.getLogger(DamageWatch.class);

    private final LocalShard shard;
    private long blocksRead;

    DamageWatch(LocalShard shard) {
        this.shard = shard;
    }

    synchronized long blocksRead() {
        return blocksRead;
    }

    @Override
    public void blockRead() {
        shard.services().metrics().blocksRead.inc();
        synchronized (this) {
            blocksRead++;
        }
    }

    @Override
    public void damaged(BlockFile file, String why) {
        try {
            shard.keeper().lost();
        } catch (IOException e) {
            LOG.error("The loss of {} could not be noted on disk", file.path(), e);
        }
        shard.condition().damaged(file.path() + " is set aside: " + why);
        shard.services().scheduler().execute(() -> setAside(file));
    }

    private void setAside(BlockFile damaged) {
        for (ShardFile file : shard.files.files()) {
            if (file.file() == damaged) {
                try {
                    shard.keeper().lost();
                    shard.files.setAside(file, shard::changeContent);
                } catch (IOException e) {
                    shard.services().metrics().failures.inc();
                    LOG.error("{} could not be set aside", damaged.path(), e);
                }
            }
        }
    }
}
