package io.annealdb.storage.shard;

import io.annealdb.storage.FileScrub;
import io.annealdb.storage.ShardScrub;
import io.annealdb.storage.block.BlockFileScrub;
import io.annealdb.storage.log.ShardLog;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scrubs one shard: its files against their checksums and sums, its logs against memory. */
final class LocalScrub implements ShardScrub {
    private static final Logger LOG = LoggerFactory.getLogger(LocalScrub.class);

    private final LocalShard shard;

    LocalScrub(LocalShard shard) {
        this.shard = shard;
    }

    @Override
    public Optional<FileScrub> fileAfter(String name) {
        shard.lock.lock();
        try {
            Optional<ShardFile> next =
                    shard.files.files().stream()
                            .filter(file -> file.entry().name().compareTo(name) > 0)
                            .min(Comparator.comparing(file -> file.entry().name()));
            next.ifPresent(file -> file.file().pin());
            return next.map(PinnedScrub::new);
        } finally {
            shard.lock.unlock();
        }
    }

    private final class PinnedScrub implements FileScrub {
        private final ShardFile file;
        private final BlockFileScrub scrub;
        private boolean closed;

        PinnedScrub(ShardFile file) {
            this.file = file;
            this.scrub = new BlockFileScrub(file.file(), shard.spec().grid());
        }

        @Override
        public String name() {
            return file.entry().name();
        }

        @Override
        public long step(long bytesMax) {
            return scrub.step(bytesMax);
        }

        @Override
        public long blocks() {
            return scrub.blocks();
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                file.file().unpin();
            }
        }
    }

    private List<ShardLog.Expected> segments() {
        shard.lock.lock();
        try {
            return shard.log.expected();
        } finally {
            shard.lock.unlock();
        }
    }

    @Override
    public Logs logs() throws IOException {
        int damaged = 0;
        ShardLog.Reread segments = shard.log.reread(segments());
        if (!segments.damage().isEmpty()) {
            LOG.warn(
                    "{}: {}. All rows of the log are in memory too; they are written into a block"
                            + " file now, and nothing is lost. Look at the disk.",
                    shard,
                    segments.damage());
            shard.flush();
            damaged++;
        }
        shard.maintenance.lock(); // who closes or drops the shard takes it too
        try {
            return shard.closed
                    ? new Logs(segments.bytes(), damaged)
                    : new Logs(segments.bytes() + deleteBytes(), damaged + mend());
        } finally {
            shard.maintenance.unlock();
        }
    }

    private long deleteBytes() {
        shard.lock.lock();
        try {
            return shard.deleteLog.bytes();
        } finally {
            shard.lock.unlock();
        }
    }

    private int mend() throws IOException {
        int damaged = 0;
        shard.lock.lock();
        try {
            if (shard.deleteLog.mend()) {
                LOG.warn("{}: its log of deletes was damaged, and is written anew.", shard);
                damaged++;
            }
        } finally {
            shard.lock.unlock();
        }
        if (shard.files.mendManifest()) {
            LOG.warn("{}: its manifest was damaged, and is written anew.", shard);
            damaged++;
        }
        return damaged;
    }
}
