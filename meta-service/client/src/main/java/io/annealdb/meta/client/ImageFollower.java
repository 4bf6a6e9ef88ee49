package io.annealdb.meta.client;

import io.annealdb.image.ClusterImage;
import io.annealdb.points.time.Scheduler;
import java.io.Closeable;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a listener up to date with the cluster image: each image is newer than the one before, one
 * call at a time. A stream that breaks is taken up again, at another meta node, after a wait that
 * grows from 100 ms to 2 s.
 */
public final class ImageFollower implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ImageFollower.class);
    private static final Duration WAIT_LEAST = Duration.ofMillis(100);
    private static final Duration WAIT_MOST = Duration.ofSeconds(2);

    private final MetaService meta;
    private final Scheduler scheduler;
    private final Consumer<ClusterImage> listener;

    // All below under this object's lock; the listener too, so that images stay in order.
    private long known;
    private Duration wait = WAIT_LEAST;
    private boolean lostBefore;
    private MetaService.Watch watch;
    private Scheduler.Task retry;
    private boolean closed;

    /**
     * @param known the version of the image held already; 0 if none
     */
    public ImageFollower(
            MetaService meta, Scheduler scheduler, long known, Consumer<ClusterImage> listener) {
        this.meta = meta;
        this.scheduler = scheduler;
        this.known = known;
        this.listener = listener;
    }

    /** Begins; the first image comes from another thread, or at once. */
    public synchronized void start() {
        if (!closed) {
            watch = meta.watch(known, this::heard, this::lost);
        }
    }

    /**
     * Tells of an image heard elsewhere: from a peer, or from an answer. Older ones are ignored.
     */
    public synchronized void heard(ClusterImage image) {
        if (closed) {
            return;
        }
        wait = WAIT_LEAST;
        if (lostBefore) {
            LOG.info("Following the cluster image again.");
            lostBefore = false;
        }
        if (image.version() > known) {
            known = image.version();
            listener.accept(image);
        }
    }

    private synchronized void lost(String why) {
        if (closed) {
            return;
        }
        if (!lostBefore) {
            LOG.warn(
                    "Lost the stream of cluster images from {}. This node goes on with version {}"
                            + " and keeps trying.",
                    why,
                    known);
            lostBefore = true;
        }
        retry = scheduler.after(wait, this::start);
        Duration doubled = wait.multipliedBy(2);
        wait = doubled.compareTo(WAIT_MOST) > 0 ? WAIT_MOST : doubled;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (watch != null) {
            watch.cancel();
        }
        if (retry != null) {
            retry.cancel();
        }
    }
}
