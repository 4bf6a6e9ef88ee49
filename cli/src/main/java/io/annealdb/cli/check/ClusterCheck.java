package io.annealdb.cli.check;

import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.ShardPlace;
import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.ShardId;
import io.annealdb.proto.HopDifferenceProto;
import io.annealdb.proto.SeriesDifferenceProto;
import io.annealdb.repair.check.ReplicaCheck;
import io.annealdb.repair.check.ShardCheck;
import io.annealdb.repair.check.StandingDifference;
import io.annealdb.repair.compare.HopDifference;
import io.annealdb.repair.compare.ReplicaHealth;
import io.annealdb.repair.compare.SeriesDifference;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.coordinator.OwnerUnavailableException;
import io.annealdb.repair.ring.Hop;
import io.annealdb.repair.ring.RingOrder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the replicas of shards, changing nothing. While a shard is written to, its owners differ
 * for a moment; so a difference in a shard whose roots are moving counts only if some of its points
 * lack again one write timeout later ({@link StandingDifference}).
 */
public final class ClusterCheck {
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);

    private final ClusterConnection connection;
    private final ClusterImage image;
    private final long listPointsMax;
    private final Map<ShardId, ShardListing> listings = new HashMap<>();
    private final ReplicaCheck replicas = new ReplicaCheck(this::compare);

    private ClusterCheck(ClusterConnection connection, ClusterImage image, long listPointsMax) {
        this.connection = connection;
        this.image = image;
        this.listPointsMax = listPointsMax;
    }

    /** Counts what differs. */
    public static ClusterCheck counting(ClusterConnection connection, ClusterImage image) {
        return new ClusterCheck(connection, image, 0);
    }

    /** Counts, and lists the points. */
    public static ClusterCheck listing(ClusterConnection connection, ClusterImage image) {
        return new ClusterCheck(connection, image, ShardListing.POINTS_MAX);
    }

    /** What the dry runs over a shard have listed so far. */
    public ShardListing listing(ShardId shard) {
        return listings.computeIfAbsent(shard, id -> new ShardListing());
    }

    /**
     * Compares what a check does not and a preview needs: neighbours among the owners that have not
     * lost the shard.
     */
    public void compareWhole(ShardPlace place, Map<NodeId, OwnerRoot> roots)
            throws OwnerUnavailableException {
        listing(id(place)).takeEqual(roots);
        List<NodeId> whole =
                roots.values().stream()
                        .filter(root -> root.health() != ReplicaHealth.MISSING)
                        .map(OwnerRoot::owner)
                        .toList();
        List<Hop> pairs = whole.isEmpty() ? List.of() : RingOrder.of(whole).lap();
        for (Hop pair : pairs) {
            if (!roots.get(pair.from()).root().equals(roots.get(pair.to()).root())
                    && !listing(id(place)).compared(pair)) {
                compare(id(place), pair);
            }
        }
    }

    /** How the copies of each shard compare. */
    public List<ShardCheck> check(List<ShardPlace> places) {
        OwnerRoots roots = OwnerRoots.gather(connection, image, places);
        List<ShardCheck> checks = new ArrayList<>();
        List<ShardPlace> moving = new ArrayList<>();
        places.forEach(place -> checks.add(check(place, roots)));
        List<ShardPlace> different = different(places, checks);
        if (!different.isEmpty()) {
            OwnerRoots again = OwnerRoots.gather(connection, image, different);
            different.stream()
                    .filter(place -> !again.of(id(place)).equals(roots.of(id(place))))
                    .forEach(moving::add);
        }
        if (!moving.isEmpty()) {
            List<StandingDifference> before = look(moving);
            pause();
            List<StandingDifference> now = look(moving);
            for (int at = 0; at < moving.size(); at++) {
                checks.set(places.indexOf(moving.get(at)), now.get(at).since(before.get(at)));
            }
        }
        return checks;
    }

    /** What differs at this moment, with the points: those under way are told by their names. */
    private List<StandingDifference> look(List<ShardPlace> places) {
        ClusterCheck look = listing(connection, image);
        OwnerRoots roots = OwnerRoots.gather(connection, image, places);
        List<StandingDifference> seen = new ArrayList<>();
        for (ShardPlace place : places) {
            ShardCheck check = look.check(place, roots);
            seen.add(new StandingDifference(check, look.listing(id(place)).byPair()));
        }
        return seen;
    }

    private static List<ShardPlace> different(List<ShardPlace> places, List<ShardCheck> checks) {
        List<ShardPlace> different = new ArrayList<>();
        for (int at = 0; at < places.size(); at++) {
            if (!checks.get(at).differences().isEmpty()) {
                different.add(places.get(at));
            }
        }
        return different;
    }

    private ShardCheck check(ShardPlace place, OwnerRoots roots) {
        return replicas.check(id(place), place.shard().ownerNodes(), roots.of(id(place)));
    }

    private HopDifference compare(ShardId shard, Hop pair) throws OwnerUnavailableException {
        try {
            return difference(
                    connection
                            .data()
                            .compare(
                                    image.dataNode(pair.from()).orElseThrow(),
                                    shard,
                                    pair.to(),
                                    listPointsMax,
                                    message -> listing(shard).take(pair, message))
                            .getDifference());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.UNAVAILABLE) {
                throw new OwnerUnavailableException(lost(shard, pair), e.getMessage(), e);
            }
            throw e;
        }
    }

    /**
     * Which of two owners is away, when the source has not answered or says that it got no answer.
     */
    private NodeId lost(ShardId shard, Hop pair) {
        Map<NodeId, List<ShardId>> source = Map.of(pair.from(), List.of(shard));
        return connection.data().roots(image, source).isEmpty() ? pair.from() : pair.to();
    }

    private static ShardId id(ShardPlace place) {
        return place.shard().id();
    }

    private static HopDifference difference(HopDifferenceProto proto) {
        return new HopDifference(
                proto.getMissingShard(),
                proto.getMissingPoints(),
                proto.getMissingValues(),
                proto.getStalePoints(),
                proto.getMissingDeletes(),
                proto.getStart(),
                proto.getEnd(),
                proto.getSeriesList().stream().map(ClusterCheck::series).toList());
    }

    private static SeriesDifference series(SeriesDifferenceProto proto) {
        return new SeriesDifference(
                SeriesKey.ofCanonical(proto.getSeries()),
                proto.getMissingPoints(),
                proto.getStalePoints(),
                proto.getStart(),
                proto.getEnd());
    }

    private static void pause() {
        try {
            Thread.sleep(WRITE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
