package io.annealdb.cli.repair;

import io.annealdb.cli.check.ClusterCheck;
import io.annealdb.cli.check.OwnerRoots;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.connect.NodeNames;
import io.annealdb.cli.report.Json;
import io.annealdb.cli.report.RepairReport;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.ShardPlace;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.repair.check.ShardCheck;
import io.annealdb.repair.compare.HopDifference;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.ring.ConvergenceBound;
import io.annealdb.repair.ring.Hop;
import io.annealdb.repair.ring.RingOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a repair would do, as far as a comparison of neighbours tells: each pair's difference stands
 * at the first hop between the two. What a hop receives on its way and hands on comes on top. The
 * hash stands for the digests of all owners: the same hash, the same plan.
 */
public final class RepairPlan {
    private static final Duration HOP_TIMEOUT = Duration.ofSeconds(60);
    private static final int HASH_BYTES = 8;

    private final ClusterConnection connection;
    private final ClusterImage image;

    public RepairPlan(ClusterConnection connection, ClusterImage image) {
        this.connection = connection;
        this.image = image;
    }

    /**
     * @param start where rings begin; empty for a start that the job would draw, then the lowest
     *     node stands for it
     * @param rate bytes a second; 0 is unlimited
     */
    public RepairReport plan(
            List<ShardPlace> places, Optional<NodeId> start, long rate, Instant now) {
        OwnerRoots roots = OwnerRoots.gather(connection, image, places);
        List<ShardCheck> checks = new ClusterCheck(connection, image).check(places);
        List<RepairReport.Shard> shards = new ArrayList<>();
        Duration latest = Duration.ZERO;
        for (int at = 0; at < places.size(); at++) {
            Map<NodeId, OwnerRoot> living = roots.of(places.get(at).shard().id());
            shards.add(shard(checks.get(at), living, start));
            if (!checks.get(at).equal()) {
                latest = latest.plus(bound(living, rate));
            }
        }
        return new RepairReport(
                null,
                "planned",
                null,
                null,
                shards,
                totals(shards),
                null,
                hash(places, roots),
                Json.timeOf(now.plus(latest)));
    }

    private RepairReport.Shard shard(
            ShardCheck check, Map<NodeId, OwnerRoot> living, Optional<NodeId> start) {
        Map<Hop, HopDifference> left = new HashMap<>();
        check.differences().forEach(pair -> left.put(pair.pair(), pair.difference()));
        List<RepairReport.Hop> hops = new ArrayList<>();
        if (!living.isEmpty()) {
            RingOrder ring = RingOrder.of(living.keySet());
            boolean equal = left.isEmpty();
            for (Hop hop : ring.hopsFrom(ring.startAt(start.orElse(ring.nodes().get(0))))) {
                HopDifference difference = left.remove(hop);
                hops.add(hop(hop, difference == null ? HopDifference.NONE : difference, equal));
            }
        }
        return new RepairReport.Shard(
                check.shard().value(),
                start.map(node -> NodeNames.of(image, node)).orElse(null),
                hops,
                false,
                check.unreachable().stream().map(node -> NodeNames.of(image, node)).toList(),
                null);
    }

    private RepairReport.Hop hop(Hop hop, HopDifference difference, boolean equal) {
        return new RepairReport.Hop(
                NodeNames.of(image, hop.from()),
                NodeNames.of(image, hop.to()),
                equal ? "skipped" : "planned",
                difference.missingPoints(),
                difference.stalePoints(),
                difference.missingDeletes(),
                difference.missingPoints() + difference.stalePoints(),
                difference.missingValues() + difference.stalePoints(),
                difference.missingDeletes(),
                difference.missingShard(),
                0,
                0,
                0,
                0,
                difference.missingPoints() + difference.stalePoints(),
                0,
                null);
    }

    private static RepairReport.Totals totals(List<RepairReport.Shard> shards) {
        List<RepairReport.Hop> hops =
                shards.stream().flatMap(shard -> shard.hops().stream()).toList();
        return new RepairReport.Totals(
                hops.stream().filter(hop -> hop.state().equals("planned")).count(),
                hops.stream().mapToLong(RepairReport.Hop::pointsSent).sum(),
                0,
                0,
                0);
    }

    private static Duration bound(Map<NodeId, OwnerRoot> living, long rate) {
        if (living.isEmpty()) {
            return Duration.ZERO;
        }
        long bytes = living.values().stream().mapToLong(OwnerRoot::bytes).max().orElse(0);
        return new ConvergenceBound(
                        Duration.ZERO, Duration.ZERO, living.size(), bytes, rate, HOP_TIMEOUT)
                .latest();
    }

    private static String hash(List<ShardPlace> places, OwnerRoots roots) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (ShardPlace place : places) {
                ShardId shard = place.shard().id();
                for (NodeId owner : place.shard().ownerNodes()) {
                    OwnerRoot root = roots.of(shard).get(owner);
                    String line =
                            shard
                                    + " "
                                    + owner
                                    + " "
                                    + (root == null
                                            ? "away"
                                            : root.health() + " " + root.root().hex())
                                    + "\n";
                    sha.update(line.getBytes(StandardCharsets.UTF_8));
                }
            }
            return HexFormat.of().formatHex(sha.digest(), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
