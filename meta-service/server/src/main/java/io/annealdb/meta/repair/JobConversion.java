package io.annealdb.meta.repair;

import io.annealdb.image.Certificate;
import io.annealdb.image.HopFoundInfo;
import io.annealdb.image.HopInfo;
import io.annealdb.image.HopPhase;
import io.annealdb.image.RepairCodec;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.image.ShardRepairInfo;
import io.annealdb.proto.HopReportProto;
import io.annealdb.repair.coordinator.ShardCertificate;
import io.annealdb.repair.job.HopFound;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.job.JobState;
import io.annealdb.repair.job.Promise;
import io.annealdb.repair.job.RepairJob;
import io.annealdb.repair.job.ShardRepair;
import io.annealdb.repair.ring.Hop;
import java.time.Instant;
import java.util.Optional;

/** Between the image's records of a repair and those that the coordinator thinks in. */
public final class JobConversion {
    private JobConversion() {}

    public static RepairJob job(RepairJobInfo job) {
        return new RepairJob(
                job.id(),
                JobState.valueOf(job.state().name()),
                Instant.ofEpochMilli(job.created()),
                instant(job.started()),
                instant(job.finished()),
                job.shards().stream().map(JobConversion::shard).toList(),
                job.rate(),
                job.acceptLoss(),
                job.failure(),
                job.gatherBytes(),
                job.promise()
                        .map(
                                promise ->
                                        new Promise(
                                                instant(promise.by()),
                                                promise.away(),
                                                promise.restated())));
    }

    private static Optional<Instant> instant(long millis) {
        return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    private static ShardRepair shard(ShardRepairInfo shard) {
        return new ShardRepair(
                shard.shard(),
                shard.start(),
                shard.hops().stream().map(JobConversion::hop).toList(),
                shard.certified(),
                shard.certificateAt(),
                shard.finished(),
                shard.absent(),
                shard.note(),
                shard.plannedRoots());
    }

    public static ShardRepairInfo shard(ShardRepair shard) {
        return new ShardRepairInfo(
                shard.shard(),
                shard.start(),
                shard.hops().stream().map(JobConversion::hop).toList(),
                shard.certified(),
                shard.certificateAt(),
                shard.finished(),
                shard.absent(),
                shard.note(),
                shard.plannedRoots());
    }

    public static ShardCertificate certificate(Certificate certificate) {
        return new ShardCertificate(
                certificate.shard(),
                certificate.ownerEpoch(),
                certificate.at(),
                certificate.root(),
                certificate.open(),
                certificate.repairId());
    }

    /** Without the time of its commit, which the log's proposer adds. */
    static Certificate certificate(ShardCertificate certificate) {
        return new Certificate(
                certificate.shard(),
                certificate.ownerEpoch(),
                certificate.at(),
                certificate.root(),
                certificate.open(),
                0,
                certificate.repairId());
    }

    static HopReport hop(HopReportProto hop) {
        return hop(RepairCodec.decode(hop));
    }

    private static HopReport hop(HopInfo hop) {
        return new HopReport(
                new Hop(hop.from(), hop.to()),
                io.annealdb.repair.job.HopPhase.valueOf(hop.phase().name()),
                found(hop.found()),
                hop.pointsSent(),
                hop.valuesSent(),
                hop.deletesSent(),
                hop.shardCopied(),
                hop.metadataBytes(),
                hop.payloadBytes(),
                hop.roundTrips(),
                hop.millis(),
                hop.pointsPlanned(),
                hop.bytesPlanned(),
                hop.note());
    }

    private static HopFound found(HopFoundInfo found) {
        return new HopFound(
                found.missingPoints(), found.missingValues(), found.stalePoints(), found.deletes());
    }

    private static HopFoundInfo found(HopFound found) {
        return new HopFoundInfo(
                found.missingPoints(), found.missingValues(), found.stalePoints(), found.deletes());
    }

    static HopInfo hop(HopReport hop) {
        return new HopInfo(
                hop.from(),
                hop.to(),
                HopPhase.valueOf(hop.phase().name()),
                found(hop.found()),
                hop.pointsSent(),
                hop.valuesSent(),
                hop.deletesSent(),
                hop.shardCopied(),
                hop.metadataBytes(),
                hop.payloadBytes(),
                hop.roundTrips(),
                hop.millis(),
                hop.pointsPlanned(),
                hop.bytesPlanned(),
                hop.note());
    }
}
