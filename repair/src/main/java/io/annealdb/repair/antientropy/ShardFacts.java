package io.annealdb.repair.antientropy;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.repair.coordinator.ShardCertificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the leader knows of a shard at this moment, by image and heartbeats.
 *
 * @param owners sorted
 * @param living owners that are not silent
 * @param certified its newest certificate, if its owners are those of the certificate
 * @param debt a living owner is known to lack something of it
 * @param troubled a living owner has lost its copy or a part of it
 * @param hintsWait hints wait for a living owner: they may explain a difference
 * @param suspected a node has heard by rumour that another copy differs from its own
 * @param busy a job, of whatever kind, is to repair it
 */
public record ShardFacts(
        ShardId shard,
        List<NodeId> owners,
        Set<NodeId> living,
        Optional<Certified> certified,
        boolean debt,
        boolean troubled,
        boolean hintsWait,
        boolean suspected,
        boolean busy) {
    /** A certificate, and when meta took it. */
    public record Certified(Instant at, ShardCertificate certificate) {}

    public ShardFacts {
        owners = List.copyOf(owners);
        living = Set.copyOf(living);
    }

    boolean allLive() {
        return living.size() == owners.size();
    }

    /** Whether a living owner has somebody to compare with, and to be repaired from. */
    boolean comparable() {
        return living.size() > 1;
    }

    /** Whether it is worth to ask for roots: of a shard with one owner, for its certificate. */
    boolean worthALook() {
        return comparable() || allLive();
    }

    boolean certifiedSince(Instant time) {
        return certified.filter(certificate -> !certificate.at().isBefore(time)).isPresent();
    }

    boolean isCertified(ShardRoot root) {
        return certified.filter(known -> known.certificate().isStill(root)).isPresent();
    }
}
