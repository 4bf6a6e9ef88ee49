package io.annealdb.cli.node;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Threads by node: a node is started in a thread group of its name, and whatever thread it makes
 * belongs to that group. So a log line finds its file, though several nodes live in one process.
 */
public final class NodeThreads {
    private static final class Group extends ThreadGroup {
        Group(String node) {
            super(node);
        }
    }

    private NodeThreads() {}

    /** Runs the start of a node among its own threads, and waits for it. */
    public static <N> N start(String node, Callable<N> start) throws Exception {
        CompletableFuture<N> started = new CompletableFuture<>();
        new Thread(
                        new Group(node),
                        () -> {
                            try {
                                started.complete(start.call());
                            } catch (Throwable e) {
                                started.completeExceptionally(e);
                            }
                        },
                        node + "-start")
                .start();
        try {
            return started.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** The node whose thread this is. */
    static Optional<String> currentNode() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group != null && !(group instanceof Group)) {
            group = group.getParent();
        }
        return Optional.ofNullable(group).map(ThreadGroup::getName);
    }
}
