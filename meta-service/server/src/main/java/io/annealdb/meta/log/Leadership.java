package io.annealdb.meta.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this meta node leads, and who is to know.
 *
 * <pre>
 *   follower ── elected, its first entry applied ──▶ leads ── a newer term, or no majority ──▶ follower
 * </pre>
 */
public final class Leadership {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    /** Hears of changes, on a thread of Ratis: it must not block. */
    public interface Listener {
        /** This node leads, and has applied all that earlier leaders committed. */
        void gained();

        void lost();
    }

    private final List<Listener> listeners = new ArrayList<>();
    private boolean leads;
    private long changes;

    /** Told under this object's lock, so that gains and losses come in order. */
    synchronized void listen(Listener listener) {
        listeners.add(listener);
        if (leads) {
            tell(listener::gained);
        }
    }

    synchronized void ready() {
        changes++;
        notifyAll();
        if (!leads) {
            leads = true;
            listeners.forEach(listener -> tell(listener::gained));
        }
    }

    synchronized void changed(boolean toThisNode) {
        changes++;
        notifyAll();
        if (leads && !toThisNode) {
            leads = false;
            listeners.forEach(listener -> tell(listener::lost));
        }
    }

    /** Whatever a listener does, the others hear it, and the log goes on. */
    private static void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            LOG.warn("A change of leadership was not heard by everybody here.", e);
        }
    }

    synchronized boolean leads() {
        return leads;
    }

    synchronized long changes() {
        return changes;
    }

    /** Waits until someone was elected since {@code changes} was read, or the time is over. */
    synchronized void awaitChange(long seen, long millisMax) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millisMax);
        while (changes == seen) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }
}
