package io.annealdb.image;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.proto.DayWindowProto;
import io.annealdb.proto.HopPhaseProto;
import io.annealdb.proto.HopReportProto;
import io.annealdb.proto.PromiseProto;
import io.annealdb.proto.RepairConfigProto;
import io.annealdb.proto.RepairJobProto;
import io.annealdb.proto.RepairKindProto;
import io.annealdb.proto.RepairStateProto;
import io.annealdb.proto.ShardRepairProto;
import java.util.Optional;

/** Repair jobs as messages. */
public final class RepairCodec {
    private RepairCodec() {}

    public static RepairJobProto encode(RepairJobInfo job) {
        RepairJobProto.Builder out =
                RepairJobProto.newBuilder()
                        .setId(job.id())
                        .setState(RepairStateProto.valueOf(job.state().name()))
                        .setCreated(job.created())
                        .setStarted(job.started())
                        .setFinished(job.finished())
                        .setRate(job.rate())
                        .setAcceptLoss(job.acceptLoss())
                        .setFailure(job.failure())
                        .setGatherBytes(job.gatherBytes())
                        .setSeed(job.seed())
                        .setKind(RepairKindProto.valueOf(job.kind().name()))
                        .setReason(job.reason());
        job.shards().forEach(shard -> out.addShards(encode(shard)));
        job.promise().ifPresent(promise -> out.setPromise(encode(promise)));
        return out.build();
    }

    public static RepairJobInfo decode(RepairJobProto job) {
        return new RepairJobInfo(
                job.getId(),
                RepairState.valueOf(job.getState().name()),
                job.getCreated(),
                job.getStarted(),
                job.getFinished(),
                job.getShardsList().stream().map(RepairCodec::decode).toList(),
                job.getRate(),
                job.getAcceptLoss(),
                job.getFailure(),
                job.getGatherBytes(),
                job.getSeed(),
                RepairKind.valueOf(job.getKind().name()),
                job.getReason(),
                job.hasPromise() ? Optional.of(decode(job.getPromise())) : Optional.empty());
    }

    private static PromiseProto encode(PromiseInfo promise) {
        return PromiseProto.newBuilder()
                .setBy(promise.by())
                .addAllAway(promise.away().stream().map(NodeId::value).toList())
                .setRestated(promise.restated())
                .build();
    }

    private static PromiseInfo decode(PromiseProto promise) {
        return new PromiseInfo(
                promise.getBy(),
                promise.getAwayList().stream().map(NodeId::new).toList(),
                promise.getRestated());
    }

    public static RepairConfigProto encode(RepairConfig config) {
        RepairConfigProto.Builder out =
                RepairConfigProto.newBuilder()
                        .setEnabled(config.enabled())
                        .setCheckIntervalMillis(config.checkIntervalMillis())
                        .setMaxConcurrent(config.maxConcurrent())
                        .setRate(config.rate());
        config.windows().forEach(window -> out.addWindows(encode(window)));
        return out.build();
    }

    /** One that was written before there was background repair is the default. */
    public static RepairConfig decode(RepairConfigProto config) {
        return config.getCheckIntervalMillis() == 0
                ? RepairConfig.DEFAULT
                : new RepairConfig(
                        config.getEnabled(),
                        config.getCheckIntervalMillis(),
                        config.getMaxConcurrent(),
                        config.getRate(),
                        config.getWindowsList().stream().map(RepairCodec::decode).toList());
    }

    public static DayWindowProto encode(DayWindow window) {
        return DayWindowProto.newBuilder()
                .setStartMinute(window.startMinute())
                .setEndMinute(window.endMinute())
                .build();
    }

    public static DayWindow decode(DayWindowProto window) {
        return new DayWindow(window.getStartMinute(), window.getEndMinute());
    }

    public static ShardRepairProto encode(ShardRepairInfo shard) {
        ShardRepairProto.Builder out =
                ShardRepairProto.newBuilder()
                        .setShardId(shard.shard().value())
                        .setStartNode(shard.start().map(NodeId::value).orElse(0))
                        .setCertified(shard.certified())
                        .setCertificateAt(shard.certificateAt())
                        .setFinished(shard.finished())
                        .setNote(shard.note())
                        .setPlannedRoots(shard.plannedRoots());
        shard.hops().forEach(hop -> out.addHops(encode(hop)));
        shard.absent().forEach(node -> out.addAbsent(node.value()));
        return out.build();
    }

    public static ShardRepairInfo decode(ShardRepairProto shard) {
        return new ShardRepairInfo(
                new ShardId(shard.getShardId()),
                shard.getStartNode() == 0
                        ? Optional.empty()
                        : Optional.of(new NodeId(shard.getStartNode())),
                shard.getHopsList().stream().map(RepairCodec::decode).toList(),
                shard.getCertified(),
                shard.getCertificateAt(),
                shard.getFinished(),
                shard.getAbsentList().stream().map(NodeId::new).toList(),
                shard.getNote(),
                shard.getPlannedRoots());
    }

    public static HopReportProto encode(HopInfo hop) {
        return HopReportProto.newBuilder()
                .setFrom(hop.from().value())
                .setTo(hop.to().value())
                .setPhase(HopPhaseProto.valueOf(hop.phase().name()))
                .setFoundMissingPoints(hop.found().missingPoints())
                .setFoundMissingValues(hop.found().missingValues())
                .setFoundStalePoints(hop.found().stalePoints())
                .setFoundDeletes(hop.found().deletes())
                .setPointsSent(hop.pointsSent())
                .setValuesSent(hop.valuesSent())
                .setDeletesSent(hop.deletesSent())
                .setShardCopied(hop.shardCopied())
                .setMetadataBytes(hop.metadataBytes())
                .setPayloadBytes(hop.payloadBytes())
                .setRoundTrips(hop.roundTrips())
                .setMillis(hop.millis())
                .setPointsPlanned(hop.pointsPlanned())
                .setBytesPlanned(hop.bytesPlanned())
                .setNote(hop.note())
                .build();
    }

    public static HopInfo decode(HopReportProto hop) {
        return new HopInfo(
                new NodeId(hop.getFrom()),
                new NodeId(hop.getTo()),
                HopPhase.valueOf(hop.getPhase().name()),
                new HopFoundInfo(
                        hop.getFoundMissingPoints(),
                        hop.getFoundMissingValues(),
                        hop.getFoundStalePoints(),
                        hop.getFoundDeletes()),
                hop.getPointsSent(),
                hop.getValuesSent(),
                hop.getDeletesSent(),
                hop.getShardCopied(),
                hop.getMetadataBytes(),
                hop.getPayloadBytes(),
                hop.getRoundTrips(),
                hop.getMillis(),
                hop.getPointsPlanned(),
                hop.getBytesPlanned(),
                hop.getNote());
    }
}
