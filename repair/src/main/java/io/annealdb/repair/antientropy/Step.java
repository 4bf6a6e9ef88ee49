package io.annealdb.repair.antientropy;

import io.annealdb.points.ShardId;
import java.time.Instant;
import java.util.List;

/** What the leader does next. */
sealed interface Step {
    /** Ask the living owners of these shards for their roots, a call an owner. */
    record Look(List<ShardId> shards) implements Step {}

    /**
     * One job for these shards.
     *
     * @param forCertificate their owners are equal: nothing but a certificate is wanted
     */
    record Start(List<ShardId> shards, String reason, boolean forCertificate) implements Step {}

    /** Background jobs that run may not run any longer. */
    record Stop(String reason) implements Step {}

    /** Nothing is to be done before that time, unless something is heard. */
    record Rest(Instant until) implements Step {}
}
