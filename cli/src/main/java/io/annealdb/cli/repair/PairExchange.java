package io.annealdb.cli.repair;

import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.check.OwnerRoots;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.connect.NodeNames;
import io.annealdb.cli.report.Json;
import io.annealdb.cli.report.RepairReport;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.HopInfo;
import io.annealdb.image.HopPhase;
import io.annealdb.image.RepairCodec;
import io.annealdb.image.ShardPlace;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.proto.HopProgress;
import io.annealdb.repair.compare.ReplicaHealth;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.ring.Hop;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One exchange between two owners of a shard, ordered straight at the data nodes: works while no
 * meta node lives. It certifies nothing; a copy that was not whole, and now equals one that was,
 * may be read again.
 */
public final class PairExchange {
    private final ClusterConnection connection;
    private final ClusterImage image;
    private final InstantSource clock;
    private final Consumer<RepairReport> watch;

    /**
     * @param watch sees the report grow
     */
    public PairExchange(
            ClusterConnection connection,
            ClusterImage image,
            InstantSource clock,
            Consumer<RepairReport> watch) {
        this.connection = connection;
        this.image = image;
        this.clock = clock;
        this.watch = watch;
    }

    /**
     * Runs the hops of the mode, the next only if the one before has ended well.
     *
     * @param rate bytes of payload a second; 0 is unlimited
     * @throws CommandFailure if one of the two does not own the shard
     */
    public RepairReport run(
            ShardPlace place, NodeId first, NodeId second, ExchangeMode mode, long rate) {
        requireOwner(place, first);
        requireOwner(place, second);
        ShardId shard = place.shard().id();
        Instant started = clock.instant();
        OwnerRoots before = OwnerRoots.gather(connection, image, List.of(place));
        List<HopInfo> hops = new ArrayList<>();
        mode.hops(first, second).forEach(hop -> hops.add(HopInfo.planned(hop.from(), hop.to())));
        String failure = "";
        for (int at = 0; at < hops.size() && failure.isEmpty(); at++) {
            int index = at;
            Hop hop = new Hop(hops.get(at).from(), hops.get(at).to());
            try {
                HopProgress last =
                        connection
                                .data()
                                .runHop(
                                        image.dataNode(hop.from()).orElseThrow(),
                                        shard,
                                        hop.to(),
                                        rate,
                                        progress -> {
                                            hops.set(
                                                    index,
                                                    RepairCodec.decode(progress.getReport()));
                                            watch.accept(running(place, started, hops));
                                        });
                failure = whyUnfinished(hop, last);
            } catch (StatusRuntimeException e) {
                failure = name(hop.from()) + " does not run the hop: " + words(e);
            }
        }
        OwnerRoots after = OwnerRoots.gather(connection, image, List.of(place));
        if (failure.isEmpty()) {
            tellWhoIsWhole(shard, List.of(first, second), before.of(shard), after.of(shard));
        }
        return ended(place, started, hops, failure, after.of(shard));
    }

    private void requireOwner(ShardPlace place, NodeId node) {
        if (place.shard().owner(node).isEmpty()) {
            throw CommandFailure.failed(
                    name(node)
                            + " does not own shard "
                            + place.shard().id()
                            + "; its owners are "
                            + String.join(
                                    ", ",
                                    place.shard().ownerNodes().stream().map(this::name).toList())
                            + ".");
        }
    }

    private String whyUnfinished(Hop hop, HopProgress last) {
        HopPhase phase = HopPhase.valueOf(last.getReport().getPhase().name());
        if (last.getAway() != 0) {
            return name(new NodeId(last.getAway())) + " does not answer " + name(hop.from());
        }
        if (last.getEnded() && (phase == HopPhase.VERIFIED || phase == HopPhase.SKIPPED)) {
            return "";
        }
        String note = last.getReport().getNote();
        return note.isEmpty() ? name(hop.from()) + " gave the hop up" : note;
    }

    private static String words(StatusRuntimeException e) {
        String words = e.getStatus().getDescription();
        return words == null ? e.getStatus().getCode().toString() : words;
    }

    private void tellWhoIsWhole(
            ShardId shard,
            List<NodeId> pair,
            Map<NodeId, OwnerRoot> before,
            Map<NodeId, OwnerRoot> after) {
        boolean equal =
                after.keySet().containsAll(pair)
                        && after.get(pair.get(0)).root().equals(after.get(pair.get(1)).root());
        boolean oneWasWhole =
                pair.stream()
                        .flatMap(node -> Optional.ofNullable(before.get(node)).stream())
                        .anyMatch(root -> root.health() == ReplicaHealth.WHOLE);
        if (equal && oneWasWhole) {
            pair.stream()
                    .filter(node -> after.get(node).health() != ReplicaHealth.WHOLE)
                    .forEach(
                            node ->
                                    connection
                                            .data()
                                            .mayBeReadAgain(
                                                    image.dataNode(node).orElseThrow(), shard));
        }
    }

    private RepairReport running(ShardPlace place, Instant started, List<HopInfo> hops) {
        return report("running", place, started, null, hops, false, List.of(), "");
    }

    private RepairReport ended(
            ShardPlace place,
            Instant started,
            List<HopInfo> hops,
            String failure,
            Map<NodeId, OwnerRoot> roots) {
        List<NodeId> absent =
                place.shard().ownerNodes().stream()
                        .filter(node -> !roots.containsKey(node))
                        .toList();
        boolean allEqual =
                absent.isEmpty()
                        && roots.values().stream().map(OwnerRoot::root).distinct().count() == 1;
        return report(
                failure.isEmpty() ? "done" : "failed",
                place,
                started,
                clock.instant(),
                hops,
                failure.isEmpty() && allEqual,
                absent,
                failure);
    }

    private RepairReport report(
            String state,
            ShardPlace place,
            Instant started,
            Instant finished,
            List<HopInfo> hops,
            boolean allEqual,
            List<NodeId> absent,
            String failure) {
        return RepairReport.ofExchange(
                state,
                Json.timeOf(started),
                finished == null ? null : Json.timeOf(finished),
                RepairReport.shardOf(place.shard().id(), hops, allEqual, absent, image),
                failure);
    }

    private String name(NodeId node) {
        return NodeNames.of(image, node);
    }
}
