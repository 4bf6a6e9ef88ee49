package io.annealdb.cli.dev;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.connect.HostPort;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Starts the planned nodes in an order in which data-i gets the number i. */
public final class DevCluster implements Closeable {
    private final DevPlan plan;
    private final DevNodes nodes;
    private final ClusterConnection connection;
    private final Readiness readiness;

    public DevCluster(CommandContext context, DevPlan plan, DevNodes nodes) {
        this.plan = plan;
        this.nodes = nodes;
        List<HostPort> metas =
                plan.metas().stream().map(meta -> HostPort.parse(meta.address())).toList();
        this.connection = ClusterConnection.throughMeta(context, metas);
        this.readiness = new Readiness(connection, nodes, context.clock());
    }

    /**
     * Returns once every node serves.
     *
     * @throws IOException with a line for the operator, if one cannot start
     */
    public void start() throws IOException {
        for (DevNode meta : plan.metas()) {
            nodes.start(meta);
        }
        readiness.awaitLeader(plan.metas());
        for (DevNode data : plan.datas()) {
            nodes.start(data);
            // Known nodes have their number; a new one must have its own before the next asks.
            readiness.awaitRegistered(data, plan.metas());
        }
        for (DevNode data : plan.datas()) {
            readiness.awaitServing(data, plan.metas());
        }
    }

    /** Starts a data node again, perhaps with other settings, and waits until it serves. */
    public void start(DevNode data) throws IOException {
        nodes.start(data);
        readiness.awaitServing(data, plan.metas());
    }

    public ClusterConnection connection() {
        return connection;
    }

    public DevPlan plan() {
        return plan;
    }

    @Override
    public void close() throws IOException {
        connection.close();
        nodes.close();
    }
}
