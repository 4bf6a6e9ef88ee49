package io.annealdb.cli.command;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.ExitCode;
import io.annealdb.cli.config.AntiEntropyKeys;
import io.annealdb.cli.config.ConfigFile;
import io.annealdb.cli.config.MetaSettings;
import io.annealdb.cli.dev.DevCluster;
import io.annealdb.cli.dev.DevFolder;
import io.annealdb.cli.dev.DevLock;
import io.annealdb.cli.dev.DevNode;
import io.annealdb.cli.dev.DevNodes;
import io.annealdb.cli.dev.DevPlan;
import io.annealdb.cli.dev.NodesAsProcesses;
import io.annealdb.cli.dev.NodesInProcess;
import io.annealdb.cli.node.NodeLogs;
import io.annealdb.cli.node.NodeStarter;
import io.annealdb.cli.node.UntilStopped;
import io.annealdb.data.node.DataNodeConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "dev",
        description = {
            "A cluster on this machine: data nodes data-1 ..., meta nodes meta-1 ... .",
            "Prints \"ready\" once every node serves; SIGTERM stops it. Started again on the same"
                    + " folder, it carries on."
        })
final class DevCommand implements Callable<Integer> {
    private static final String HEAP_VARIABLE = "ANNEAL_HEAP";
    private static final String HEAP_DEFAULT = "512m";

    private final CommandContext context;

    @Option(
            names = "--dir",
            required = true,
            paramLabel = "D",
            description = "Where all of it lies.")
    private Path dir;

    @Option(names = "--nodes", paramLabel = "N", description = "Data nodes (default: 3).")
    private Integer nodes;

    @Option(
            names = "--metas",
            paramLabel = "N",
            description = "Meta nodes: 1, 3 or 5 (default: 1).")
    private Integer metas;

    @Option(
            names = "--replication",
            paramLabel = "N",
            defaultValue = "3",
            description = "Replicas that the autogen policy of a new database wants (default: 3).")
    private int replication;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "data-1 serves clients here, data-2 at the next (default: 8086).")
    private Integer httpPort;

    @Option(
            names = "--meta-port",
            paramLabel = "PORT",
            description = "meta-1 serves operators here, meta-2 at the next (default: 8091).")
    private Integer metaPort;

    @Option(
            names = "--processes",
            description =
                    "One JVM a node; run/<node>.pid and run/<node>.start are there to try faults.")
    private boolean processes;

    @Option(
            names = "--set",
            paramLabel = "SECTION.KEY=VALUE",
            description =
                    "Overrides a key of the data nodes' configuration, or one of [anti-entropy] for"
                            + " a new cluster; may be repeated.")
    private Map<String, String> set = new LinkedHashMap<>();

    DevCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        DevPlan.Wishes wishes = wishes();
        DevFolder folder = new DevFolder(dir);
        folder.create();
        try (UntilStopped running = new UntilStopped(ExitCode.DONE)) {
            running.run(DevLock.take(folder));
            DevPlan plan = DevPlan.of(folder, wishes, context.random());
            if (!processes) {
                NodeLogs.byNode(folder.logs(), plan.metas().get(0).name());
            }
            DevNodes devNodes =
                    processes
                            ? new NodesAsProcesses(folder, heap())
                            : new NodesInProcess(new NodeStarter(context));
            DevCluster cluster = running.run(new DevCluster(context, plan, devNodes));
            cluster.start();
            announce(plan);
            running.await();
        }
        return ExitCode.DONE;
    }

    private DevPlan.Wishes wishes() {
        if (replication < 1) {
            throw CommandFailure.wrongUsage(
                    "--replication is at least 1, not " + replication + ".");
        }
        atLeastOne("--nodes", nodes);
        ConfigFile.checked("--set", () -> DataNodeConfig.of(AntiEntropyKeys.leftOf(set)));
        ConfigFile.checked("--set", () -> MetaSettings.of(AntiEntropyKeys.among(set)));
        return new DevPlan.Wishes(
                optional(nodes),
                optional(metas),
                replication,
                optional(httpPort),
                optional(metaPort),
                set);
    }

    private static void atLeastOne(String option, Integer value) {
        if (value != null && value < 1) {
            throw CommandFailure.wrongUsage(option + " is at least 1, not " + value + ".");
        }
    }

    private static OptionalInt optional(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private String heap() {
        return context.environment().getOrDefault(HEAP_VARIABLE, HEAP_DEFAULT);
    }

    private void announce(DevPlan plan) {
        for (DevNode meta : plan.metas()) {
            context.terminal().print(meta.name() + "  operators at " + meta.address());
        }
        for (DevNode data : plan.datas()) {
            context.terminal().print(data.name() + "  http://" + data.address());
        }
        context.terminal().print("ready");
        context.terminal().out().flush();
    }
}
