package io.annealdb.cli.check;

import com.google.protobuf.ByteString;
import io.annealdb.points.Delete;
import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.codec.DeleteCodec;
import io.annealdb.proto.HopProgress;
import io.annealdb.proto.HopReportProto;
import io.annealdb.proto.SeriesPoints;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.preview.DeleteKnowledge;
import io.annealdb.repair.preview.DifferingPoints;
import io.annealdb.repair.ring.Hop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the dry runs over one shard have listed, and what each of them took. */
public final class ShardListing {
    /** More points of a shard than that are not listed: eight bytes each, and a question later. */
    public static final long POINTS_MAX = 1_000_000;

    private final DifferingPoints points = new DifferingPoints(POINTS_MAX);
    private final DeleteKnowledge deletes = new DeleteKnowledge();
    private final Map<Hop, DifferingPoints> byPair = new HashMap<>();
    private final Map<Hop, HopReportProto> reports = new HashMap<>();

    /** A message of a dry run; the last one has its report. */
    void take(Hop pair, HopProgress message) {
        for (SeriesPoints each : message.getPointsList()) {
            byte[] key = each.getSeries().toByteArray();
            SeriesKey series = SeriesKey.ofCanonical(key, 0, key.length);
            for (long time : each.getTimesList()) {
                points.add(series, time);
                ofPair(pair).add(series, time);
            }
        }
        if (message.getLackedDeletesCount() + message.getUnknownDeletesCount() > 0) {
            deletes.note(
                    pair,
                    decoded(message.getLackedDeletesList()),
                    decoded(message.getUnknownDeletesList()));
        }
        if (message.getEnded()) {
            reports.put(pair, message.getReport());
            deletes.note(pair, List.of(), List.of());
            if (message.getPointsCutShort()) {
                points.cutShort();
                ofPair(pair).cutShort();
            }
        }
    }

    private static List<Delete> decoded(List<ByteString> deletes) {
        return deletes.stream()
                .map(ByteString::toByteArray)
                .map(bytes -> DeleteCodec.decode(bytes, 0, bytes.length))
                .toList();
    }

    private DifferingPoints ofPair(Hop pair) {
        return byPair.computeIfAbsent(pair, each -> new DifferingPoints(POINTS_MAX));
    }

    /** What each pair's dry run has listed. */
    Map<Hop, DifferingPoints> byPair() {
        return byPair;
    }

    /** Owners with equal roots know the same deletes. */
    void takeEqual(Map<NodeId, OwnerRoot> roots) {
        List<NodeId> owners = roots.keySet().stream().sorted().toList();
        for (NodeId one : owners) {
            for (NodeId other : owners) {
                if (one.compareTo(other) < 0
                        && roots.get(one).root().equals(roots.get(other).root())) {
                    deletes.note(new Hop(one, other), List.of(), List.of());
                }
            }
        }
    }

    boolean compared(Hop pair) {
        return reports.containsKey(pair);
    }

    /** What the dry run of that pair took; empty if there was none. */
    public Optional<HopReportProto> report(Hop pair) {
        return Optional.ofNullable(reports.get(pair));
    }

    public DifferingPoints points() {
        return points;
    }

    public DeleteKnowledge deletes() {
        return deletes;
    }
}
