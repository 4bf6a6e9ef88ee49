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
import java.util.Optional;
import java.util.concurrent.Callable;

/** Starts nodes of production code with the clock, chance and network of this machine. */
public final class NodeStarter {
    private final CommandContext context;

    public NodeStarter(CommandContext context) {
        this.context = context;
    }

    /**
     * @param metricsAddress where {@code /metrics} is served; empty: nowhere
     * @throws IOException with a line for the operator, if it cannot start
     */
    public Closeable startMeta(MetaNodeConfig config, Optional<String> metricsAddress)
            throws IOException {
        return among(
                config.name(),
                () -> {
                    ThreadScheduler scheduler = new ThreadScheduler(config.name());
                    MetricRegistry metrics = new MetricRegistry();
                    Seams seams =
                            new Seams(
                                    context.clock(),
                                    context.random(),
                                    scheduler,
                                    metrics,
                                    TransportSecurity.plaintext());
                    MetaNode node = MetaNode.start(config, seams);
                    return closing(serving(node, metricsAddress, metrics), scheduler);
                });
    }

    private static Closeable serving(
            MetaNode node, Optional<String> address, MetricRegistry metrics) throws IOException {
        if (address.isEmpty()) {
            return node;
        }
        try {
            MetaMetrics served = MetaMetrics.start(address.get(), metrics);
            return () -> {
                try (served) {
                    node.close();
                }
            };
        } catch (IOException e) {
            node.close();
            throw e;
        }
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
