package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.repair.job.HopPhase;
import io.annealdb.repair.job.RepairJob;
import io.annealdb.repair.job.ShardRepair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ends the repair of shards that need no hop: all owners answered one root, and one of them is
 * whole. However many they are, it takes one record of certificates, one of the job, and a message
 * to each owner.
 */
final class EqualShards {
    private final ShardOwners shards;
    private final JobJournal journal;
    private final Certifier certifier;
    private final RingEnds ends;

    EqualShards(ShardOwners shards, JobJournal journal, Certifier certifier, RingEnds ends) {
        this.shards = shards;
        this.journal = journal;
        this.certifier = certifier;
        this.ends = ends;
    }

    /** Whether these owners need nothing but a certificate. */
    boolean isEqual(ShardId shard, Gathering gathering) {
        return gathering.absent().isEmpty()
                && gathering.equal()
                && !gathering.whole().isEmpty()
                && isAsCertified(shard, gathering);
    }

    /**
     * Equal owners that all stand before the certificate may all come from an old backup; not so if
     * they hold what it says.
     */
    private boolean isAsCertified(ShardId shard, Gathering gathering) {
        Optional<ShardCertificate> certificate = shards.certificateOf(shard);
        return certificate.filter(some -> some.isStill(gathering.any().root())).isPresent()
                || Standing.isReached(certificate, gathering);
    }

    /**
     * Ends those of some shards that are equal.
     *
     * @param gatherBytes of the job so far
     * @return the records of those that have ended
     */
    List<ShardRepair> end(RepairJob job, Map<ShardRepair, Gathering> gathered, long gatherBytes)
            throws JournalUnavailableException {
        Map<ShardId, Gathering> equal = new LinkedHashMap<>();
        gathered.forEach(
                (repair, gathering) -> {
                    if (isEqual(repair.shard(), gathering)) {
                        equal.put(repair.shard(), gathering);
                    }
                });
        if (equal.isEmpty()) {
            return List.of();
        }
        Map<ShardId, Certification> certified = certifier.certify(equal);
        List<ShardRepair> ended = new ArrayList<>();
        for (ShardRepair repair : gathered.keySet()) {
            Certification outcome = certified.get(repair.shard());
            if (outcome instanceof Certification.Overtaken) {
                equal.remove(repair.shard());
            } else if (outcome != null) {
                ended.add(ended(repair, equal.get(repair.shard()), outcome));
            }
        }
        journal.record(job.id(), ended, gatherBytes);
        ends.allWhole(equal, job.started());
        return ended;
    }

    private static ShardRepair ended(
            ShardRepair repair, Gathering gathering, Certification outcome) {
        List<NodeId> live = gathering.live();
        RingPlan plan =
                RingPlan.over(
                        live,
                        repair.start().orElse(live.get(0)),
                        repair.hops(),
                        "the owners changed and are equal");
        return outcome.ended(
                repair.withAbsent(List.of())
                        .withHops(plan.endedAs(HopPhase.SKIPPED, "").reports()));
    }
}
