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
import io.annealdb.repair.job.HopFound;
import io.annealdb.repair.job.HopPhase;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.ring.Hop;
import io.annealdb.storage.Forgetting;
import io.annealdb.storage.Shard;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resets a copy that is behind (repair.md R5): each value of its at or below what the owners that
 * are up to date have settled, and that these together lack, was deleted while it was away; it is
 * dropped. Then their settled cells are its own.
 *
 * <pre>
 *   dry run against each of them ─▶ what it lacks ─▶ {@link Forgetting}, on disk, {@link #BATCH_VALUES_MAX} at a time
 *   all have been asked ─▶ what all lack is dropped, in one rewriting of the shard ─▶ settled cells adopted
 * </pre>
 *
 * The rewriting is held to the job's rate and to what this node's writes leave of it. Once only,
 * and for one thread.
 */
final class OwnerReset {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerReset.class);

    /** Values that are in memory at a time: some 30 MiB. */
    static final int BATCH_VALUES_MAX = 1 << 17;

    private final ResetOrder order;
    private final Shard own;
    private final ShardReplica replica;
    private final Peers peers;
    private final InstantSource clock;
    private final HopProgress progress;
    private final Throttle throttle;
    private final int batchValuesMax;
    private final SettledCells before;
    private final GridGeometry grid;
    private final ItemHash hash;
    private long metadataBytes;
    private long rewrittenBytes;

    OwnerReset(
            ResetOrder order,
            Shard own,
            ShardReplica replica,
            Peers peers,
            InstantSource clock,
            HopProgress progress,
            Throttle throttle,
            int batchValuesMax) {
        this.order = order;
        this.own = own;
        this.replica = replica;
        this.peers = peers;
        this.clock = clock;
        this.progress = progress;
        this.throttle = throttle;
        this.batchValuesMax = batchValuesMax;
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

    /**
     * @throws IOException if one of the nodes could not go on, or if it was cancelled; the copy is
     *     behind as before, and before the one rewriting nothing is dropped
     */
    ResetReport run() throws IOException {
        long points;
        try (Forgetting forgetting = own.forgetting(order.upToDate().size())) {
            for (int witness = 0; witness < order.upToDate().size(); witness++) {
                nameWhatItLacks(witness, forgetting);
            }
            points = forgetting.commit(this::rewritten);
        }
        own.settling().adopt(order.settled());
        LOG.info(
                "Shard {} was behind and is reset: {} points dropped that {} have deleted.",
                order.shard(),
                points,
                order.upToDate());
        return new ResetReport(points, metadataBytes);
    }

    private void nameWhatItLacks(int witness, Forgetting forgetting) throws IOException {
        List<Place> batch = new ArrayList<>();
        dryRun(
                order.upToDate().get(witness),
                value -> {
                    if (counts(value)) {
                        batch.add(Place.of(value));
                    }
                    if (batch.size() == batchValuesMax) {
                        forgetting.add(witness, rows(batch));
                        batch.clear();
                    }
                });
        forgetting.add(witness, rows(batch));
    }

    /** After each piece of the rewriting: told as payload, so that it is seen to go on. */
    private void rewritten(long valuesRead, long bytesWritten) throws IOException {
        if (progress.cancelled()) {
            throw new IOException("the reset of shard " + order.shard() + " was cancelled");
        }
        throttle.beforeSending(bytesWritten);
        rewrittenBytes += valuesRead;
        progress.report(
                new HopReport(
                        new Hop(order.owner(), order.upToDate().get(0)),
                        HopPhase.STREAMING,
                        HopFound.NOTHING,
                        0,
                        0,
                        0,
                        false,
                        metadataBytes,
                        rewrittenBytes,
                        0,
                        0,
                        0,
                        0,
                        ""));
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
    private static Rows rows(List<Place> values) {
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
}
