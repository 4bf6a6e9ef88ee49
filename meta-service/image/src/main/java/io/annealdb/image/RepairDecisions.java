package io.annealdb.image;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.proto.AcceptLoss;
import io.annealdb.proto.PlannedShard;
import io.annealdb.proto.PromiseEquality;
import io.annealdb.proto.RecordShardRepair;
import io.annealdb.proto.SetRepairConfig;
import io.annealdb.proto.SetRepairState;
import io.annealdb.proto.StartRepair;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decisions about repair jobs. */
final class RepairDecisions {
    /** Ended jobs that are kept, of each kind. */
    static final int ENDED_JOBS_MAX = 100;

    /** A background job names no more shards than that: it is to end soon. */
    static final int BACKGROUND_SHARDS_MAX = 64;

    private RepairDecisions() {}

    static void start(DecisionDraft draft, StartRepair asked) {
        ClusterImage image = draft.image();
        for (RepairJobInfo job : image.repairs()) {
            if (job.created() == draft.nowMillis() && job.seed() == asked.getSeed()) {
                draft.reply().setRepairId(job.id()); // the same command once more
                return;
            }
        }
        RepairKind kind = RepairKind.valueOf(asked.getKind().name());
        Optional<NodeId> start = startNode(image, asked.getStartNode());
        long draw = asked.getDraw() == 0 ? asked.getSeed() : asked.getDraw();
        List<ShardRepairInfo> shards = new ArrayList<>();
        for (ShardPlace place :
                kind == RepairKind.BACKGROUND ? free(image, asked) : concerned(image, asked)) {
            refuseIfRepaired(image, place.shard().id());
            shards.add(plan(image, place.shard(), start, draw, plannedRoots(place, asked)));
        }
        refuseUnlessPlanned(shards, asked);
        long id = image.next().repair();
        shards.forEach(shard -> takeOver(draft, shard.shard(), "r-" + id));
        draft.add(
                new MetaRecord.RepairCreated(
                        new RepairJobInfo(
                                id,
                                RepairState.QUEUED,
                                draft.nowMillis(),
                                0,
                                0,
                                shards,
                                asked.getRate(),
                                asked.getAcceptLoss(),
                                "",
                                0,
                                asked.getSeed(),
                                kind,
                                asked.getReason(),
                                Optional.empty())));
        draft.reply().setRepairId(id);
    }

    /** 0 if it is not planned. */
    private static long plannedRoots(ShardPlace place, StartRepair asked) {
        return asked.getPlanList().stream()
                .filter(planned -> planned.getShardId() == place.shard().id().value())
                .mapToLong(PlannedShard::getRoots)
                .findFirst()
                .orElse(0);
    }

    /** A plan of other shards than those that are there by now is not begun. */
    private static void refuseUnlessPlanned(List<ShardRepairInfo> shards, StartRepair asked) {
        boolean asPlanned =
                shards.size() == asked.getPlanCount()
                        && shards.stream().allMatch(shard -> shard.plannedRoots() != 0);
        if (asked.getPlanCount() > 0 && !asPlanned) {
            throw Refusal.because(
                    "The shards are others than those of the plan. Nothing is changed; run"
                            + " --dry-run again.");
        }
    }

    /** Of the shards that the leader has named, those that still exist and are in no other job. */
    private static List<ShardPlace> free(ClusterImage image, StartRepair asked) {
        if (!image.repairConfig().enabled()) {
            throw Refusal.because("Background repair is disabled.");
        }
        List<ShardPlace> free =
                asked.getShardIdsList().stream()
                        .distinct()
                        .map(id -> image.shard(new ShardId(id)))
                        .flatMap(Optional::stream)
                        .filter(place -> jobOn(image, place.shard().id()).isEmpty())
                        .limit(BACKGROUND_SHARDS_MAX)
                        .toList();
        if (free.isEmpty()) {
            throw Refusal.because("None of these shards is there and free.");
        }
        return free;
    }

    /** What the leader does of its own gives way to what an operator waits for. */
    private static void takeOver(DecisionDraft draft, ShardId shard, String byJob) {
        jobOn(draft.image(), shard)
                .ifPresent(
                        job ->
                                end(
                                        draft,
                                        job,
                                        RepairState.CANCELLED,
                                        "shard " + shard + " is wanted by " + byJob));
    }

    private static Optional<RepairJobInfo> jobOn(ClusterImage image, ShardId shard) {
        return image.repairs().stream()
                .filter(job -> !job.state().ended() && job.shard(shard).isPresent())
                .findFirst();
    }

    private static Optional<NodeId> startNode(ClusterImage image, int id) {
        if (id == 0) {
            return Optional.empty();
        }
        if (image.dataNode(new NodeId(id)).isEmpty()) {
            throw Refusal.because(
                    "node not found: " + id + ". `anneal nodes` lists the data nodes.");
        }
        return Optional.of(new NodeId(id));
    }

    /** One shard, those of a database, or all but what the cluster writes about itself. */
    private static Collection<ShardPlace> concerned(ClusterImage image, StartRepair asked) {
        if (!asked.getDatabase().isEmpty()) {
            PolicyDecisions.databaseOf(image, asked.getDatabase());
        }
        if (asked.getShardId() != 0) {
            ShardPlace place = shardOf(image, asked.getShardId());
            if (!asked.getDatabase().isEmpty()
                    && !place.database().name().equals(asked.getDatabase())) {
                throw Refusal.because(
                        "shard "
                                + asked.getShardId()
                                + " is not of database "
                                + asked.getDatabase()
                                + " but of "
                                + place.database().name()
                                + ".");
            }
            return List.of(place);
        }
        return image.shards().stream()
                .filter(
                        place ->
                                asked.getDatabase().isEmpty()
                                        ? !place.database().name().equals("_internal")
                                        : place.database().name().equals(asked.getDatabase()))
                .toList();
    }

    private static ShardPlace shardOf(ClusterImage image, long id) {
        return image.shard(new ShardId(id))
                .orElseThrow(
                        () ->
                                Refusal.because(
                                        "shard not found: "
                                                + id
                                                + ". `anneal shards` lists them."));
    }

    private static void refuseIfRepaired(ClusterImage image, ShardId shard) {
        jobOn(image, shard)
                .filter(job -> job.kind() == RepairKind.OPERATOR)
                .ifPresent(
                        job -> {
                            throw Refusal.because(
                                    "shard "
                                            + shard
                                            + " is part of "
                                            + job.name()
                                            + ", which is "
                                            + lower(job.state())
                                            + ". Wait for it, or end it with `anneal repair cancel "
                                            + job.name()
                                            + "`.");
                        });
    }

    private static ShardRepairInfo plan(
            ClusterImage image,
            ShardInfo shard,
            Optional<NodeId> wanted,
            long draw,
            long plannedRoots) {
        List<NodeId> ring = shard.ownerNodes();
        if (wanted.isPresent() && !ring.contains(wanted.get())) {
            throw Refusal.because(
                    nameOf(image, wanted.get())
                            + " does not own shard "
                            + shard.id()
                            + "; its owners are "
                            + ring.stream()
                                    .map(node -> nameOf(image, node))
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        NodeId start = wanted.orElseGet(() -> RingStart.drawn(ring, shard.id(), draw));
        return new ShardRepairInfo(
                shard.id(),
                Optional.of(start),
                hops(ring, start),
                false,
                0,
                false,
                List.of(),
                "",
                plannedRoots);
    }

    /** 2(n-1) hops: the first lap gathers everything, the second hands it on. */
    private static List<HopInfo> hops(List<NodeId> ring, NodeId start) {
        List<HopInfo> hops = new ArrayList<>();
        int first = ring.indexOf(start);
        for (int at = first; at < first + 2 * (ring.size() - 1); at++) {
            hops.add(HopInfo.planned(ring.get(at % ring.size()), ring.get((at + 1) % ring.size())));
        }
        return hops;
    }

    static void setState(DecisionDraft draft, SetRepairState asked) {
        RepairJobInfo job = jobOf(draft.image(), asked.getId());
        RepairState next = RepairState.valueOf(asked.getState().name());
        draft.reply().setRepairId(job.id());
        if (job.state() == next) {
            return;
        }
        if (!job.state().mayBecome(next)) {
            throw Refusal.because(
                    job.name()
                            + " is "
                            + lower(job.state())
                            + ", so it cannot become "
                            + lower(next)
                            + ".");
        }
        end(draft, job, next, asked.getFailure());
    }

    private static void end(DecisionDraft draft, RepairJobInfo job, RepairState next, String why) {
        draft.add(new MetaRecord.RepairStateSet(job.id(), next, draft.nowMillis(), why));
        if (next == RepairState.DONE
                && job.kind() == RepairKind.BACKGROUND
                && job.foundAllEqual()) {
            draft.add(new MetaRecord.RepairForgotten(job.id())); // nothing to tell
        }
        forgetOldest(draft, job.kind());
    }

    private static void forgetOldest(DecisionDraft draft, RepairKind kind) {
        List<RepairJobInfo> ended =
                draft.image().repairs().stream()
                        .filter(job -> job.kind() == kind && job.state().ended())
                        .toList();
        for (int i = 0; i < ended.size() - ENDED_JOBS_MAX; i++) {
            draft.add(new MetaRecord.RepairForgotten(ended.get(i).id()));
        }
    }

    /** A cancelled job still takes, for each shard once, what its cancellation has come to. */
    static void record(DecisionDraft draft, RecordShardRepair asked) {
        RepairJobInfo job = jobOf(draft.image(), asked.getId());
        List<ShardRepairInfo> shards =
                asked.getShardsList().stream().map(RepairCodec::decode).toList();
        draft.reply().setRepairId(job.id());
        shards.forEach(shard -> refuseIfOver(job, shard));
        for (ShardRepairInfo shard : shards) {
            draft.add(new MetaRecord.ShardRepairRecorded(job.id(), shard, asked.getGatherBytes()));
        }
    }

    private static void refuseIfOver(RepairJobInfo job, ShardRepairInfo shard) {
        ShardRepairInfo before =
                job.shard(shard.shard())
                        .orElseThrow(
                                () ->
                                        Refusal.because(
                                                job.name()
                                                        + " does not concern shard "
                                                        + shard.shard()
                                                        + "."));
        boolean closing = job.state() == RepairState.CANCELLED && !before.finished();
        if (job.state().ended() && !closing) {
            throw Refusal.because(job.name() + " is " + lower(job.state()) + ".");
        }
    }

    static void promise(DecisionDraft draft, PromiseEquality asked) {
        RepairJobInfo job = jobOf(draft.image(), asked.getId());
        draft.reply().setRepairId(job.id());
        if (job.state().ended()) {
            throw Refusal.because(job.name() + " is " + lower(job.state()) + ".");
        }
        draft.add(
                new MetaRecord.EqualityPromised(
                        job.id(),
                        new PromiseInfo(
                                draft.nowMillis() + asked.getWithinMillis(),
                                asked.getAwayList().stream().map(NodeId::new).toList(),
                                asked.getRestated())));
    }

    private static RepairJobInfo jobOf(ClusterImage image, long id) {
        return image.repair(id)
                .orElseThrow(
                        () ->
                                Refusal.because(
                                        "repair not found: r-"
                                                + id
                                                + ". `anneal repair list` shows the jobs."));
    }

    static void configure(DecisionDraft draft, SetRepairConfig asked) {
        RepairConfig old = draft.image().repairConfig();
        RepairConfig config =
                new RepairConfig(
                        asked.hasEnabled() ? asked.getEnabled() : old.enabled(),
                        asked.hasCheckIntervalMillis()
                                ? asked.getCheckIntervalMillis()
                                : old.checkIntervalMillis(),
                        asked.hasMaxConcurrent() ? asked.getMaxConcurrent() : old.maxConcurrent(),
                        asked.hasRate() ? asked.getRate() : old.rate(),
                        asked.hasWindows()
                                ? asked.getWindows().getWindowsList().stream()
                                        .map(RepairCodec::decode)
                                        .toList()
                                : old.windows());
        if (!config.equals(old)) {
            draft.add(new MetaRecord.RepairConfigured(config));
        }
        if (!config.enabled()) {
            cancelBackground(draft);
        }
    }

    private static void cancelBackground(DecisionDraft draft) {
        for (RepairJobInfo job : draft.image().repairs()) {
            if (job.kind() == RepairKind.BACKGROUND && !job.state().ended()) {
                end(draft, job, RepairState.CANCELLED, "background repair was disabled");
            }
        }
    }

    static void acceptLoss(DecisionDraft draft, AcceptLoss asked) {
        ShardPlace place = shardOf(draft.image(), asked.getShardId());
        draft.add(
                new MetaRecord.LossAccepted(
                        new AcceptedLoss(place.shard().id(), draft.nowMillis())));
    }

    private static String nameOf(ClusterImage image, NodeId node) {
        return image.dataNode(node).map(DataNodeInfo::name).orElse("node " + node);
    }

    private static String lower(RepairState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
