package io.annealdb.data.write;

import com.codahale.metrics.MetricRegistry;
import io.annealdb.data.hint.MissedWrites;
import io.annealdb.data.peer.PeerException;
import io.annealdb.data.peer.PeerException.Kind;
import io.annealdb.data.peer.PeerHealth;
import io.annealdb.data.peer.ShardDelete;
import io.annealdb.data.peer.ShardWrite;
import io.annealdb.data.testing.ScriptedPeers;
import io.annealdb.data.testing.StepScheduler;
import io.annealdb.data.write.ShardFanOut.Result;
import io.annealdb.image.Owner;
import io.annealdb.image.OwnerState;
import io.annealdb.image.ShardInfo;
import io.annealdb.points.FieldValue;
import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.ShardId;
import io.annealdb.points.Stamp;
import io.annealdb.points.TimeRange;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.HashKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** A coordinator, node 9, that owns nothing itself, and owners 1, 2, 3 that a test scripts. */
final class WriteScene {
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** What was kept for an owner. */
    record KeptWrite(int owner, int rows, boolean acknowledgement) {}

    final StepScheduler time = new StepScheduler(Instant.ofEpochSecond(1000));
    final ScriptedPeers peers = new ScriptedPeers();
    final List<KeptWrite> kept = new ArrayList<>();
    final List<KeptWrite> owed = new ArrayList<>();
    final List<NodeId> refusedBy = new ArrayList<>();
    MissedWrites.Kept keptAs = MissedWrites.Kept.HINT;
    Runnable beforeKeeping = () -> {};
    boolean diskFails;
    long clock = 100;
    long believedMax = Long.MAX_VALUE;
    private int filling;

    WriteScene filling(int node) {
        filling = node;
        return this;
    }

    final PeerHealth health = new PeerHealth(new MetricRegistry());
    final Set<NodeId> backUnnoticed = new HashSet<>();

    void countsAsAway(int node) {
        health.failed(new PeerException(new NodeId(node), Kind.UNREACHABLE, "is away"));
    }

    private CompletableFuture<Void> look(NodeId node) {
        if (backUnnoticed.contains(node)) {
            health.answered(node);
        }
        return CompletableFuture.completedFuture(null);
    }

    private final Stamper stamper =
            new Stamper() {
                @Override
                public Stamp next() {
                    return new Stamp(++clock, 9, 1);
                }

                @Override
                public long close() {
                    return clock;
                }

                @Override
                public boolean hear(long heard) {
                    if (heard > believedMax) {
                        return false;
                    }
                    clock = Math.max(clock, heard);
                    return true;
                }

                @Override
                public void refused(NodeId by, long itsClock) {
                    refusedBy.add(by);
                }

                @Override
                public String clockTrouble() {
                    return "";
                }
            };

    final UnderWay underWay = new UnderWay(stamper);

    private final MissedWrites missed =
            new MissedWrites() {
                @Override
                public Kept keep(NodeId owner, ShardWrite write, boolean acknowledgement)
                        throws IOException {
                    if (diskFails) {
                        throw new IOException("disk full");
                    }
                    beforeKeeping.run();
                    kept.add(new KeptWrite(owner.value(), write.rows().size(), acknowledgement));
                    return keptAs;
                }

                @Override
                public void owe(NodeId owner, ShardWrite write) throws IOException {
                    if (diskFails) {
                        throw new IOException("disk full");
                    }
                    beforeKeeping.run();
                    owed.add(new KeptWrite(owner.value(), write.rows().size(), false));
                }

                @Override
                public Kept keep(NodeId node, ShardDelete delete) {
                    beforeKeeping.run();
                    return keptAs;
                }

                @Override
                public boolean keepUnassigned(long databaseId, String policy, Rows rows) {
                    return false;
                }
            };

    ShardFanOut.Means means() {
        OwnerLink link = new OwnerLink(new NodeId(9), null, peers, health, this::look, 100);
        return new ShardFanOut.Means(
                link,
                stamper,
                underWay,
                missed,
                time,
                TIMEOUT,
                WriteCounters.in(new MetricRegistry()));
    }

    CompletableFuture<Result> write(Consistency level, Rows rows) {
        List<Owner> owners =
                IntStream.of(1, 2, 3)
                        .mapToObj(
                                node ->
                                        new Owner(
                                                new NodeId(node),
                                                node == filling
                                                        ? OwnerState.FILLING
                                                        : OwnerState.SERVING))
                        .toList();
        ShardInfo shard =
                new ShardInfo(
                        new ShardId(7),
                        owners,
                        new GridGeometry(new TimeRange(0, 1000), new HashKey(1, 2)),
                        1);
        Stamp stamp = underWay.begin();
        CompletableFuture<Result> result =
                new ShardFanOut(means(), shard, 1, rows, level).start(stamp);
        underWay.over(stamp);
        return result;
    }

    static Rows rows(int count) {
        Rows.Builder rows = Rows.builder();
        for (int i = 0; i < count; i++) {
            rows.add(
                    SeriesKey.of("m", Map.of()),
                    i,
                    Stamp.NONE,
                    Map.of("v", new FieldValue.FloatValue(i)));
        }
        return rows.build();
    }
}
