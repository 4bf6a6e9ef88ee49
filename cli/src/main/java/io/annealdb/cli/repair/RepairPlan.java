package io.annealdb.cli.repair;

import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.check.ClusterCheck;
import io.annealdb.cli.check.OwnerRoots;
import io.annealdb.cli.check.OwnerVersions;
import io.annealdb.cli.check.PointPage;
import io.annealdb.cli.check.PointPages;
import io.annealdb.cli.check.ShardListing;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.connect.NodeNames;
import io.annealdb.cli.report.Json;
import io.annealdb.cli.report.PlannedHop;
import io.annealdb.cli.report.PointList;
import io.annealdb.cli.report.RepairReport;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.ShardPlace;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.repair.check.ShardCheck;
import io.annealdb.repair.compare.HopDifference;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.coordinator.OwnerUnavailableException;
import io.annealdb.repair.preview.HopPreview;
import io.annealdb.repair.preview.RingPreview;
import io.annealdb.repair.ring.ConvergenceBound;
import io.annealdb.repair.ring.Hop;
import io.annealdb.repair.ring.RingOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a repair would do: each ring is played over what its owners hold ({@link RingPreview}), so
 * that on quiet shards the run sends the previewed points and bytes. Where more points differ than
 * are listed, the sums are those of neighbours alone, and the report says so.
 */
public final class RepairPlan {
    private static final Duration HOP_TIMEOUT = Duration.ofSeconds(60);

    private final ClusterConnection connection;
    private final ClusterImage image;
    private final long rate;
    private final Optional<PointPage> details;

    /**
     * @param rate bytes a second; 0 is unlimited
     * @param details which of the differing points to show; empty: none
     */
    public RepairPlan(
            ClusterConnection connection,
            ClusterImage image,
            long rate,
            Optional<PointPage> details) {
        this.connection = connection;
        this.image = image;
        this.rate = rate;
        this.details = details;
    }

    /**
     * @param wanted where rings begin; empty for starts drawn from the digests, as the job will
     *     draw them
     */
    public RepairReport plan(List<ShardPlace> places, Optional<NodeId> wanted, Instant now) {
        OwnerRoots roots = OwnerRoots.gather(connection, image, places);
        PlanDigest digest = new PlanDigest(places, roots, wanted);
        ClusterCheck listing = ClusterCheck.listing(connection, image);
        List<ShardCheck> checks = listing.check(places);
        List<RepairReport.Shard> shards = new ArrayList<>();
        Duration latest = Duration.ZERO;
        for (int at = 0; at < places.size(); at++) {
            ShardPlace place = places.get(at);
            Map<NodeId, OwnerRoot> living = roots.of(place.shard().id());
            shards.add(shard(place, checks.get(at), living, digest.start(place), listing));
            if (!checks.get(at).equal()) {
                latest = latest.plus(bound(living));
            }
        }
        return RepairReport.ofPlan(shards, digest.hash(), Json.timeOf(now.plus(latest)));
    }

    private RepairReport.Shard shard(
            ShardPlace place,
            ShardCheck check,
            Map<NodeId, OwnerRoot> living,
            NodeId start,
            ClusterCheck listing) {
        ShardId shard = place.shard().id();
        boolean equal = check.differences().isEmpty() && check.missing().isEmpty();
        List<RepairReport.Hop> hops = new ArrayList<>();
        String note = null;
        PointList points = null;
        if (!living.isEmpty()) {
            RingOrder ring = RingOrder.of(living.keySet());
            List<Hop> way = ring.hopsFrom(ring.startAt(start));
            if (equal) {
                way.forEach(hop -> hops.add(PlannedHop.skipped(hop, image)));
            } else {
                ShardListing listed = compareAll(place, living, listing);
                if (listed.points().complete()) {
                    hops.addAll(played(place, way, living, listed));
                } else {
                    hops.addAll(neighbours(way, check));
                    note =
                            "more than "
                                    + ShardListing.POINTS_MAX
                                    + " points differ: the sums are those of neighbours alone; what"
                                    + " a hop receives and passes on comes on top";
                }
                if (details.isPresent()) {
                    points =
                            new PointPages(connection, image, details.get())
                                    .of(shard, living.keySet(), listed);
                }
            }
        }
        return new RepairReport.Shard(
                shard.value(),
                NodeNames.of(image, start),
                hops,
                false,
                null,
                check.unreachable().stream().map(node -> NodeNames.of(image, node)).toList(),
                note,
                points == null ? null : points.values(),
                points == null ? null : points.page());
    }

    private ShardListing compareAll(
            ShardPlace place, Map<NodeId, OwnerRoot> living, ClusterCheck listing) {
        try {
            listing.compareWhole(place, living);
        } catch (OwnerUnavailableException e) {
            throw wentAway(e);
        }
        return listing.listing(place.shard().id());
    }

    private CommandFailure wentAway(OwnerUnavailableException e) {
        return CommandFailure.failed(
                NodeNames.of(image, e.owner())
                        + " does not answer any more: "
                        + e.getMessage()
                        + ". Ask again when it does.");
    }

    private List<RepairReport.Hop> played(
            ShardPlace place, List<Hop> way, Map<NodeId, OwnerRoot> living, ShardListing listed) {
        try {
            List<HopPreview> previews =
                    new RingPreview(
                                    place.shard().grid(),
                                    way,
                                    rate,
                                    new OwnerVersions(connection, image, place.shard().id()))
                            .play(living, listed.deletes(), listed.points());
            return previews.stream()
                    .map(
                            preview ->
                                    PlannedHop.of(
                                            preview,
                                            living.get(preview.hop().from()).bytes(),
                                            listed.report(preview.hop()),
                                            rate,
                                            image))
                    .toList();
        } catch (OwnerUnavailableException e) {
            throw wentAway(e);
        }
    }

    private List<RepairReport.Hop> neighbours(List<Hop> way, ShardCheck check) {
        Map<Hop, HopDifference> left = new HashMap<>();
        check.differences().forEach(pair -> left.put(pair.pair(), pair.difference()));
        return way.stream()
                .map(
                        hop -> {
                            HopDifference difference = left.remove(hop);
                            return PlannedHop.of(
                                    hop,
                                    difference == null ? HopDifference.NONE : difference,
                                    image);
                        })
                .toList();
    }

    private Duration bound(Map<NodeId, OwnerRoot> living) {
        if (living.isEmpty()) {
            return Duration.ZERO;
        }
        long bytes = living.values().stream().mapToLong(OwnerRoot::bytes).max().orElse(0);
        return ConvergenceBound.ofRing(living.size(), bytes, rate, HOP_TIMEOUT).latest();
    }
}
