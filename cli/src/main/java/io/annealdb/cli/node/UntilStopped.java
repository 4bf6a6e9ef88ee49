package io.annealdb.cli.node;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a long-running command runs, until SIGTERM or SIGINT: then everything is closed, newest
 * first, and the process exits with a code that was said before. If the command ends by itself, the
 * same is closed and its own exit code holds.
 */
public final class UntilStopped implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(UntilStopped.class);

    private final Deque<Closeable> running = new ArrayDeque<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stopAndExit, "stop");
    private volatile int exitCodeWhenStopped;
    private boolean closed;

    /**
     * @param exitCodeWhenStopped for a signal that comes from now on
     */
    public UntilStopped(int exitCodeWhenStopped) {
        this.exitCodeWhenStopped = exitCodeWhenStopped;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Changes the exit code of a signal that comes from now on. */
    public void exitCodeWhenStopped(int exitCode) {
        exitCodeWhenStopped = exitCode;
    }

    /** Takes over something that is to be closed; at once, if the end has come already. */
    public <C extends Closeable> C run(C started) {
        synchronized (this) {
            if (!closed) {
                running.push(started);
                return started;
            }
        }
        close(started);
        return started;
    }

    /** Waits for the signal. */
    public void await() {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // The hook closes everything; it must be left to do so.
            await();
        }
        closeAll();
    }

    private void stopAndExit() {
        closeAll();
        Runtime.getRuntime().halt(exitCodeWhenStopped);
    }

    private void closeAll() {
        while (true) {
            Closeable next;
            synchronized (this) {
                closed = true;
                next = running.poll();
            }
            if (next == null) {
                return;
            }
            close(next);
        }
    }

    private static void close(Closeable started) {
        try {
            started.close();
        } catch (IOException | RuntimeException e) {
            log.error("closing {} failed", started, e);
        }
    }
}
