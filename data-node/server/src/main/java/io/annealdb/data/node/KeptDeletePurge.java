package io.annealdb.data.node;

import io.annealdb.image.ClusterImage;
import io.annealdb.image.DatabaseInfo;
import io.annealdb.storage.Engine;
import java.io.IOException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets deletes that are kept for shards to come once the least closed stamp of all nodes has
 * passed them (repair.md D2): nothing that they would hide is on its way any more. Any thread may
 * use it.
 */
final class KeptDeletePurge {
    private static final Logger LOG = LoggerFactory.getLogger(KeptDeletePurge.class);

    private final Engine engine;
    private final Supplier<ClusterImage> image;
    private volatile long closed;
    private long done;

    KeptDeletePurge(Engine engine, Supplier<ClusterImage> image) {
        this.engine = engine;
        this.image = image;
    }

    /** What meta says is the least closed stamp of all nodes; 0 says nothing. */
    void heard(long leastClosed) {
        if (Long.compareUnsigned(leastClosed, closed) > 0) {
            closed = leastClosed;
        }
    }

    /** To be called now and then. */
    synchronized void run() {
        long upTo = closed;
        if (Long.compareUnsigned(upTo, done) <= 0) {
            return;
        }
        for (DatabaseInfo database : image.get().databases()) {
            try {
                engine.forgetKeptDeletes(database.name(), upTo);
            } catch (IOException e) {
                LOG.warn("Deletes kept for {} stay: {}", database.name(), e.toString());
                return;
            }
        }
        done = upTo;
    }
}
