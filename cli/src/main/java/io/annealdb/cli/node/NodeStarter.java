package io.annealdb.cli.node;

import com.codahale.metrics.MetricRegistry;
import io.annealdb.cli.CommandContext;
import io.annealdb.data.node.DataNode;
import io.annealdb.data.node.DataNodeConfig;
import io.annealdb.data.node.StartException;
import io.annealdb.data.node.ThreadScheduler;
import io.annealdb.meta.MetaNode;
import io.annealdb.meta.MetaNodeConfig;
import io.annealdb.meta.Seams;
import io.annealdb.wire.TransportSecurity;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Callable;

/** Starts nodes of production code with the clock, chance and network of this machine. */
public final class NodeStarter {
    private final CommandContext context;

    public NodeStarter(CommandContext context) {
        this.context = context;
    }

    /**
     * @throws IOException with a line for the operator, if it cannot start
     */
    public Closeable startMeta(MetaNodeConfig config) throws IOException {
        return among(
                config.name(),
                () -> {
                    ThreadScheduler scheduler = new ThreadScheduler(config.name());
                    Seams seams =
                            new Seams(
                                    context.clock(),
                                    context.random(),
                                    scheduler,
                                    new MetricRegistry(),
                                    TransportSecurity.plaintext());
                    return closing(MetaNode.start(config, seams), scheduler);
                });
    }

    /**
     * @throws IOException with a line for the operator, if it cannot start
     */
    public Closeable startData(DataNodeConfig config) throws IOException {
        return among(name(config), () -> DataNode.start(config));
    }

    private static String name(DataNodeConfig config) {
        return config.node().name().isEmpty() ? "data" : config.node().name();
    }

    private static Closeable closing(Closeable node, ThreadScheduler scheduler) {
        return () -> {
            try (scheduler) {
                node.close();
            }
        };
    }

    private static Closeable among(String name, Callable<Closeable> start) throws IOException {
        try {
            return NodeThreads.start(name, start);
        } catch (StartException e) {
            throw new IOException(e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(name + " could not start: " + e.getMessage(), e);
        }
    }
}
