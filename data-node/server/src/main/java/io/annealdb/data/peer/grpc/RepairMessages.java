package io.annealdb.data.peer.grpc;

import com.google.protobuf.ByteString;
import io.annealdb.data.peer.VerifiedCopy;
import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.ShardId;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.proto.FileProto;
import io.annealdb.proto.HopDifferenceProto;
import io.annealdb.proto.HopPhaseProto;
import io.annealdb.proto.HopReportProto;
import io.annealdb.proto.RingEndedRequest;
import io.annealdb.proto.RootsRequest;
import io.annealdb.proto.SeriesDifferenceProto;
import io.annealdb.proto.SeriesPoints;
import io.annealdb.proto.ShardHealthProto;
import io.annealdb.proto.ShardRootProto;
import io.annealdb.proto.VerifyReply;
import io.annealdb.repair.compare.HopDifference;
import io.annealdb.repair.coordinator.HopOrder;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.coordinator.ResetOrder;
import io.annealdb.repair.coordinator.ResetReport;
import io.annealdb.repair.coordinator.RingEnded;
import io.annealdb.repair.coordinator.RootsQuestion;
import io.annealdb.repair.coordinator.Settling;
import io.annealdb.repair.job.HopFound;
import io.annealdb.repair.job.HopPhase;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.ring.Hop;
import io.annealdb.storage.PinnedFiles.PinnedFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Roots, hops and their reports as messages. */
public final class RepairMessages {
    private RepairMessages() {}

    public static ShardRootProto encode(ShardId shard, OwnerRoot root) {
        Settling settling = root.settling();
        ShardRootProto.Builder out =
                ShardRootProto.newBuilder()
                        .setShardId(shard.value())
                        .setHealth(ShardHealthProto.valueOf(root.health().name()))
                        .setRoot(ByteString.copyFrom(root.root().encode()))
                        .setBytes(root.bytes())
                        .setRows(root.rows())
                        .setTrouble(root.trouble())
                        .setSettled(settling.highest())
                        .setSettledHash(settling.hash())
                        .setChangedSince(settling.changedSince());
        if (!settling.open().isEmpty()) {
            out.setOpenCells(ByteString.copyFrom(settling.open().encode()));
        }
        settling.cells()
                .ifPresent(cells -> out.setSettledCells(ByteString.copyFrom(cells.encode())));
        return out.build();
    }

    /**
     * @throws io.annealdb.points.codec.MalformedException if a set of cells cannot be read
     */
    static RootsQuestion decode(RootsRequest request) {
        List<RootsQuestion.Asked> shards = new ArrayList<>();
        for (int i = 0; i < request.getShardIdsCount(); i++) {
            byte[] cells =
                    i < request.getLeaveOutCount()
                            ? request.getLeaveOut(i).toByteArray()
                            : new byte[0];
            shards.add(
                    new RootsQuestion.Asked(
                            new ShardId(request.getShardIds(i)),
                            i < request.getOwnerEpochsCount() ? request.getOwnerEpochs(i) : 0,
                            cells.length == 0
                                    ? CellSet.NONE
                                    : CellSet.decode(cells, 0, cells.length)));
        }
        return new RootsQuestion(
                shards, request.getAt(), request.getRepairId(), request.getWithSettledCells());
    }

    /**
     * @param self the node that is told to run it
     * @param timeout how long it may go without progress
     */
    static HopOrder decode(io.annealdb.proto.HopOrder order, NodeId self, Duration timeout) {
        return new HopOrder(
                order.getRepairId(),
                new ShardId(order.getShardId()),
                new Hop(self, new NodeId(order.getTo())),
                order.getRate(),
                timeout);
    }

    /**
     * @param self the node that is told to reset its copy
     * @param timeout how long it may go without progress
     */
    static ResetOrder decode(io.annealdb.proto.ResetOrder order, NodeId self, Duration timeout) {
        byte[] settled = order.getSettled().toByteArray();
        return new ResetOrder(
                order.getRepairId(),
                new ShardId(order.getShardId()),
                self,
                order.getUpToDateList().stream().map(NodeId::new).toList(),
                SettledCells.decode(settled, 0, settled.length),
                order.getRate(),
                timeout);
    }

    /** What a reset has come to, in the form of a hop that sent so many points nowhere. */
    static HopReport ended(Hop towards, ResetReport reset) {
        return new HopReport(
                towards,
                HopPhase.VERIFIED,
                HopFound.NOTHING,
                reset.pointsDropped(),
                reset.pointsDropped(),
                0,
                false,
                reset.metadataBytes(),
                0,
                0,
                0,
                0,
                0,
                "");
    }

    static RingEnded decode(RingEndedRequest request) {
        return new RingEnded(
                request.getRepairId(),
                request.getShardIdsList().stream().map(ShardId::new).toList(),
                request.getWhole(),
                request.getDebtsPaidBefore() == 0
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochMilli(request.getDebtsPaidBefore())));
    }

    static io.annealdb.proto.HopOrder encode(HopOrder order) {
        return io.annealdb.proto.HopOrder.newBuilder()
                .setRepairId(order.repairId())
                .setShardId(order.shard().value())
                .setTo(order.hop().to().value())
                .setRate(order.rate())
                .build();
    }

    static RingEndedRequest encode(RingEnded ended) {
        return RingEndedRequest.newBuilder()
                .setRepairId(ended.repairId())
                .addAllShardIds(ended.shards().stream().map(ShardId::value).toList())
                .setWhole(ended.whole())
                .setDebtsPaidBefore(ended.debtsPaidBefore().map(Instant::toEpochMilli).orElse(0L))
                .build();
    }

    static VerifyReply encode(VerifiedCopy verified) {
        return VerifyReply.newBuilder()
                .setFiles(verified.files())
                .setBlocks(verified.blocks())
                .setBytes(verified.bytes())
                .addAllDamage(verified.damage())
                .build();
    }

    static Map<SeriesKey, long[]> points(List<SeriesPoints> points) {
        Map<SeriesKey, long[]> decoded = new TreeMap<>();
        for (SeriesPoints each : points) {
            byte[] key = each.getSeries().toByteArray();
            decoded.put(
                    SeriesKey.ofCanonical(key, 0, key.length),
                    each.getTimesList().stream().mapToLong(Long::longValue).sorted().toArray());
        }
        return decoded;
    }

    static HopReportProto encode(HopReport report) {
        return HopReportProto.newBuilder()
                .setFrom(report.from().value())
                .setTo(report.to().value())
                .setPhase(HopPhaseProto.valueOf(report.phase().name()))
                .setFoundMissingPoints(report.found().missingPoints())
                .setFoundMissingValues(report.found().missingValues())
                .setFoundStalePoints(report.found().stalePoints())
                .setFoundDeletes(report.found().deletes())
                .setPointsSent(report.pointsSent())
                .setValuesSent(report.valuesSent())
                .setDeletesSent(report.deletesSent())
                .setShardCopied(report.shardCopied())
                .setMetadataBytes(report.metadataBytes())
                .setPayloadBytes(report.payloadBytes())
                .setRoundTrips(report.roundTrips())
                .setMillis(report.millis())
                .setPointsPlanned(report.pointsPlanned())
                .setBytesPlanned(report.bytesPlanned())
                .setNote(report.note())
                .build();
    }

    static HopDifferenceProto encode(HopDifference difference) {
        HopDifferenceProto.Builder out =
                HopDifferenceProto.newBuilder()
                        .setMissingShard(difference.missingShard())
                        .setMissingPoints(difference.missingPoints())
                        .setMissingValues(difference.missingValues())
                        .setStalePoints(difference.stalePoints())
                        .setMissingDeletes(difference.missingDeletes())
                        .setStart(difference.start())
                        .setEnd(difference.end());
        difference
                .series()
                .forEach(
                        series ->
                                out.addSeries(
                                        SeriesDifferenceProto.newBuilder()
                                                .setSeries(series.series().toString())
                                                .setMissingPoints(series.missingPoints())
                                                .setStalePoints(series.stalePoints())
                                                .setStart(series.start())
                                                .setEnd(series.end())));
        return out.build();
    }

    static PinnedFile file(FileProto file) {
        return new PinnedFile(file.getName(), file.getBytes(), file.getCrc32C());
    }

    static FileProto encode(PinnedFile file) {
        return FileProto.newBuilder()
                .setName(file.name())
                .setBytes(file.bytes())
                .setCrc32C(file.crc32c())
                .build();
    }
}
