package io.annealdb.data.repair;

import io.annealdb.data.peer.Peers;
import io.annealdb.points.FieldType;
import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Shape;
import io.annealdb.points.Stamp;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.ItemHash;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.repair.compare.DifferenceListener;
import io.annealdb.repair.compare.DifferingValue;
import io.annealdb.repair.compare.HopOutcome;
import io.annealdb.repair.compare.HopProgress;
import io.annealdb.repair.compare.HopSource;
import io.annealdb.repair.compare.ShardReplica;
import io.annealdb.repair.compare.Throttle;
import io.annealdb.repair.coordinator.ResetOrder;
import io.annealdb.repair.coordinator.ResetReport;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.ring.Hop;
import io.annealdb.storage.Shard;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resets a copy that is behind (repair.md R5): each value of its at or below what the owners that
 * are up to date have settled, and that these together lack, was deleted while it was away; it is
 * dropped. Then their settled cells are its own.
 *
 * <pre>
 *   dry run against the first ─▶ what it lacks, so many values at most ─▶ dry runs against the others:
 *        ▲                        what they lack as well               ─▶ dropped
 *        └── another pass, past what is kept, until the first lacks nothing more ─▶ settled cells adopted
 * </pre>
 *
 * Dry runs tell what differs in an order that the copies alone decide, so a pass finds its place by
 * counting. Once only, and for one thread.
 */
final class OwnerReset {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerReset.class);

    /** Values that one pass holds in memory: some 30 MiB. */
    static final int PASS_VALUES_MAX = 1 << 17;

    private final ResetOrder order;
    private final Shard own;
    private final ShardReplica replica;
    private final Peers peers;
    private final InstantSource clock;
    private final HopProgress progress;
    private final int passValuesMax;
    private final SettledCells before;
    private final GridGeometry grid;
    private final ItemHash hash;
    private long metadataBytes;

    OwnerReset(
            ResetOrder order,
            Shard own,
            ShardReplica replica,
            Peers peers,
            InstantSource clock,
            HopProgress progress,
            int passValuesMax) {
        this.order = order;
        this.own = own;
        this.replica = replica;
        this.peers = peers;
        this.clock = clock;
        this.progress = progress;
        this.passValuesMax = passValuesMax;
        this.before = own.settling().settled();
        this.grid = own.spec().grid();
        this.hash = new ItemHash(grid.key());
    }

    /** Which value: as it stands here. */
    private record Place(SeriesKey series, long time, Shape.Column field, Stamp stamp) {
        static Place of(DifferingValue value) {
            return new Place(value.series(), value.time(), value.field(), value.stamp());
        }
    }

    /** Ends a dry run that has told enough. */
    private static final class PassIsFull extends IOException {
        private static final long serialVersionUID = 1;

        PassIsFull() {
            super("the pass is full");
        }

        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }

    /**
     * @throws IOException if one of the nodes could not go on; what was dropped stays so, and the
     *     copy is behind as before
     */
    ResetReport run() throws IOException {
        long points = 0;
        long kept = 0;
        boolean more = true;
        while (more) {
            Set<Place> lacking = new LinkedHashSet<>();
            more = collect(order.upToDate().get(0), kept, lacking);
            long found = lacking.size();
            for (NodeId other : order.upToDate().subList(1, order.upToDate().size())) {
                if (!lacking.isEmpty()) {
                    retainWhatItLacks(other, lacking);
                }
            }
            kept += found - lacking.size();
            if (!lacking.isEmpty()) {
                own.forget(rows(lacking));
                points += points(lacking);
            }
        }
        own.settling().adopt(order.settled());
        LOG.info(
                "Shard {} was behind and is reset: {} points dropped that {} have deleted.",
                order.shard(),
                points,
                order.upToDate());
        return new ResetReport(points, metadataBytes);
    }

    /** Whether it stopped because it had enough. */
    private boolean collect(NodeId peer, long skip, Set<Place> into) throws IOException {
        long[] told = {0};
        try {
            dryRun(
                    peer,
                    value -> {
                        if (!counts(value) || told[0]++ < skip) {
                            return;
                        }
                        if (into.size() == passValuesMax) {
                            throw new PassIsFull();
                        }
                        into.add(Place.of(value));
                    });
            return false;
        } catch (PassIsFull e) {
            return true;
        }
    }

    private void retainWhatItLacks(NodeId peer, Set<Place> lacking) throws IOException {
        Set<Place> alsoHere = new HashSet<>();
        dryRun(
                peer,
                value -> {
                    Place place = Place.of(value);
                    if (lacking.contains(place)) {
                        alsoHere.add(place);
                    }
                });
        lacking.retainAll(alsoHere);
    }

    private void dryRun(NodeId peer, DifferenceListener listener) throws IOException {
        long earlier = metadataBytes;
        HopProgress counting =
                new HopProgress() {
                    @Override
                    public void report(HopReport report) {
                        metadataBytes = earlier + report.metadataBytes();
                        progress.report(report);
                    }

                    @Override
                    public boolean cancelled() {
                        return progress.cancelled();
                    }
                };
        HopOutcome outcome =
                new HopSource(
                                new Hop(order.owner(), peer),
                                replica,
                                new RemoteSuccessor(peers.peer(peer), order.repairId(), own),
                                Throttle.NONE,
                                clock,
                                counting)
                        .dryRun(listener);
        metadataBytes = earlier + outcome.report().metadataBytes();
        if (outcome.difference().missingShard()) {
            throw new IOException(
                    "node %s, which was up to date, has lost shard %s meanwhile: what it lacks says nothing"
                            .formatted(peer, order.shard()));
        }
    }

    /** In a cell where this copy is behind, at or below what has settled there. */
    private boolean counts(DifferingValue value) {
        int window = grid.window(value.time());
        int bucket = GridGeometry.bucket(hash.series(value.series()));
        long settled = order.settled().at(window, bucket);
        return Long.compareUnsigned(value.stamp().hlc(), settled) <= 0
                && Long.compareUnsigned(before.at(window, bucket), settled) < 0;
    }

    /** What the values are does not matter for forgetting them; their type does. */
    private static Rows rows(Set<Place> values) {
        Rows.Builder rows = Rows.builder();
        for (Place place : values) {
            boolean text = place.field().type() == FieldType.STRING;
            rows.row(
                            rows.series(place.series()),
                            place.time(),
                            rows.shape(new Shape(List.of(place.field()))),
                            rows.stamp(place.stamp()))
                    .value(text ? rows.text(new byte[0]) : 0);
        }
        return rows.build();
    }

    private static long points(Set<Place> values) {
        record Point(SeriesKey series, long time) {}
        return values.stream()
                .map(value -> new Point(value.series(), value.time()))
                .distinct()
                .count();
    }
}
