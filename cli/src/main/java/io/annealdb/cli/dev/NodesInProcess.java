package io.annealdb.cli.dev;

import io.annealdb.cli.config.MetaSettings;
import io.annealdb.cli.node.NodeStarter;
import io.annealdb.data.node.DataNodeConfig;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Nodes that live in this JVM, and speak gRPC and Raft all the same. Any thread may call it. */
public final class NodesInProcess implements DevNodes {
    private final NodeStarter starter;
    private final Map<String, Closeable> running = new LinkedHashMap<>();

    public NodesInProcess(NodeStarter starter) {
        this.starter = starter;
    }

    @Override
    public void start(DevNode node) throws IOException {
        Closeable started =
                switch (node.kind()) {
                    case META ->
                            starter.startMeta(
                                    MetaSettings.of(node.settings()),
                                    MetaSettings.metricsAddress(node.settings()));
                    case DATA -> starter.startData(DataNodeConfig.of(node.settings()));
                };
        synchronized (running) {
            running.put(node.name(), started);
        }
    }

    /** Stops one node, as SIGTERM would. */
    public void stop(String name) throws IOException {
        Closeable node;
        synchronized (running) {
            node = running.remove(name);
        }
        if (node != null) {
            node.close();
        }
    }

    @Override
    public void requireLiving() {
        // One dies with all.
    }

    /** Data nodes first: they write down what they have while meta is there to be told. */
    @Override
    public void close() throws IOException {
        List<String> names;
        synchronized (running) {
            names = new ArrayList<>(running.keySet());
        }
        closeAll(names.stream().filter(name -> name.startsWith("data-")).toList());
        closeAll(names.stream().filter(name -> !name.startsWith("data-")).toList());
    }

    private void closeAll(List<String> names) throws IOException {
        List<Thread> closing = new ArrayList<>();
        List<IOException> troubles = new ArrayList<>();
        for (String name : names) {
            Thread thread =
                    new Thread(
                            () -> {
                                try {
                                    stop(name);
                                } catch (IOException e) {
                                    synchronized (troubles) {
                                        troubles.add(e);
                                    }
                                }
                            },
                            name + "-stop");
            thread.start();
            closing.add(thread);
        }
        for (Thread thread : closing) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (!troubles.isEmpty()) {
            throw troubles.get(0);
        }
    }
}
