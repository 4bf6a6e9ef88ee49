package io.annealdb.cli.command;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.ExitCode;
import io.annealdb.cli.check.OwnerRoots;
import io.annealdb.cli.check.PointPage;
import io.annealdb.cli.check.ShardScope;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.connect.NodeNames;
import io.annealdb.cli.repair.JobName;
import io.annealdb.cli.repair.PlanDigest;
import io.annealdb.cli.repair.RepairPlan;
import io.annealdb.cli.repair.RepairWatch;
import io.annealdb.cli.report.RepairReport;
import io.annealdb.cli.report.StartedReport;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.DataNodeInfo;
import io.annealdb.image.ShardPlace;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.StartRepair;
import io.annealdb.repair.compare.ReplicaHealth;
import io.annealdb.repair.coordinator.OwnerRoot;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "start",
        description = {
            "Runs the ring over shards: one, those of a database, or all but _internal.",
            "With --wait, exit code 0 only if all owners of every shard ended equal."
        })
final class RepairStartCommand implements Callable<Integer> {
    private final CommandContext context;

    @ParentCommand private RepairCommand repair;

    @Option(names = "--db", paramLabel = "D", description = "Only this database.")
    private Optional<String> database = Optional.empty();

    @Option(names = "--shard", paramLabel = "ID", description = "Only this shard.")
    private Optional<Long> shard = Optional.empty();

    @Option(
            names = "--start-node",
            paramLabel = "N",
            description = "The data node where rings begin; else each draws its own.")
    private Optional<String> startNode = Optional.empty();

    @Mixin private final RateOption rate = new RateOption();

    @Option(
            names = "--dry-run",
            description =
                    "Only say what would be sent, the plan's hash and the latest time of equality.")
    private boolean dryRun;

    @Mixin private PointOptions points;

    @Option(
            names = "--plan",
            paramLabel = "HASH",
            description =
                    "Only if the digests are still those of that dry run; else change nothing.")
    private Optional<String> plan = Optional.empty();

    @Option(
            names = "--accept-loss",
            description = "Serve what is there of shards that no owner holds whole any more.")
    private boolean acceptLoss;

    @Option(names = "--wait", description = "Watch it to its end, and report.")
    private boolean wait;

    RepairStartCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Optional<PointPage> page = points.page();
        if (page.isPresent() && !dryRun) {
            throw CommandFailure.wrongUsage("--details says nothing without --dry-run.");
        }
        if (plan.isPresent() && dryRun) {
            throw CommandFailure.wrongUsage("give --plan or --dry-run, not both.");
        }
        try (ClusterConnection connection = repair.connect()) {
            ClusterImage image = connection.image();
            List<ShardPlace> places = new ShardScope(database, shard).in(image);
            Optional<NodeId> start =
                    startNode.map(name -> NodeNames.find(image, name)).map(DataNodeInfo::id);
            if (dryRun) {
                repair.print(
                        new RepairPlan(connection, image, rate.bytesPerSecond(), page)
                                .plan(places, start, context.clock().instant()));
                return ExitCode.DONE;
            }
            OwnerRoots roots = OwnerRoots.gather(connection, image, places);
            PlanDigest digest = new PlanDigest(places, roots, start);
            plan.ifPresent(hash -> refuseChanged(hash, digest.hash()));
            if (!acceptLoss) {
                refuseLost(places, roots);
            }
            long id = start(connection, start, digest);
            return wait ? watch(connection, image, id) : announce(id);
        }
    }

    private static void refuseChanged(String planned, String now) {
        if (!planned.equals(now)) {
            throw CommandFailure.failed(
                    "the plan is "
                            + now
                            + " by now, not "
                            + planned
                            + ": replicas have changed since, or the shards or the start were"
                            + " others. Nothing is changed; run --dry-run again.");
        }
    }

    private long start(ClusterConnection connection, Optional<NodeId> start, PlanDigest digest) {
        StartRepair.Builder job =
                StartRepair.newBuilder()
                        .setRate(rate.bytesPerSecond())
                        .setAcceptLoss(acceptLoss)
                        .setSeed(context.random().nextLong())
                        .setDraw(digest.draw());
        plan.ifPresent(hash -> job.addAllPlan(digest.shards()));
        database.ifPresent(job::setDatabase);
        shard.ifPresent(job::setShardId);
        start.ifPresent(node -> job.setStartNode(node.value()));
        return connection
                .meta()
                .execute(MetaCommand.newBuilder().setStartRepair(job))
                .getRepairId();
    }

    private int announce(long id) {
        repair.output()
                .print(
                        new StartedReport(JobName.of(id)),
                        () ->
                                context.terminal()
                                        .print(
                                                JobName.of(id)
                                                        + " is queued. anneal repair show "
                                                        + JobName.of(id)
                                                        + " tells how it goes."));
        return ExitCode.DONE;
    }

    private int watch(ClusterConnection connection, ClusterImage image, long id) {
        RepairReport report =
                new RepairWatch(connection.meta(), image, context.clock(), context.terminal())
                        .untilEnded(id);
        repair.print(report);
        return report.certified() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /**
     * A ring spreads what somebody holds; where all owners answer and none does, it cannot help.
     */
    private static void refuseLost(List<ShardPlace> places, OwnerRoots roots) {
        List<ShardId> lost =
                places.stream()
                        .filter(place -> isLost(place, roots.of(place.shard().id()).values()))
                        .map(place -> place.shard().id())
                        .toList();
        if (!lost.isEmpty()) {
            throw CommandFailure.failed(
                    "no owner holds "
                            + (lost.size() == 1 ? "shard " : "shards ")
                            + lost.stream().map(ShardId::toString).collect(Collectors.joining(", "))
                            + " any more. Bring back a node or a folder that does, or give"
                            + " --accept-loss to serve what is left; --shard repairs others"
                            + " meanwhile.");
        }
    }

    private static boolean isLost(ShardPlace place, Collection<OwnerRoot> answers) {
        return answers.size() == place.shard().owners().size()
                && answers.stream().allMatch(root -> root.health() == ReplicaHealth.MISSING);
    }
}
