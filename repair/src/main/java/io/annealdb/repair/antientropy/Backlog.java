package io.annealdb.repair.antientropy;

import io.annealdb.repair.coordinator.CoordinatorTimes;
import io.annealdb.repair.ring.ConvergenceBound;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The shards that wait for a ring, or have one: how long it can take until the last of them is
 * through. Pure.
 */
final class Backlog {
    private final AntiEntropySettings settings;
    private final Instant now;
    private final Duration rings;

    Backlog(AntiEntropySettings settings, Instant now, List<AntiEntropyPlan.Known> shards) {
        this.settings = settings;
        this.now = now;
        this.rings =
                shards.stream()
                        .filter(this::isWork)
                        .map(this::ring)
                        .reduce(Duration.ZERO, Duration::plus);
    }

    private boolean isWork(AntiEntropyPlan.Known known) {
        boolean inHand = known.facts().busy() && known.memory().equalRoot().isEmpty();
        return known.facts().comparable() && (inHand || known.memory().differs(settings, now));
    }

    private Duration ring(AntiEntropyPlan.Known known) {
        return ConvergenceBound.ofRing(
                        known.facts().living().size(),
                        known.memory().bytes().orElse(0),
                        settings.rate(),
                        CoordinatorTimes.DEFAULT.hopTimeout())
                .latest();
    }

    /**
     * The latest time of equality of a shard's living owners. Once promised it stands until they
     * are equal, or until its memory forgets it for a reason. Empty while nothing is known to be
     * amiss, nothing may run, or no look has told how large the shard is.
     */
    Optional<Instant> equalBy(AntiEntropyPlan.Known known) {
        ShardMemory memory = known.memory();
        if (!settings.mayRun()) {
            return Optional.empty();
        }
        if (memory.equalBy().isPresent()
                || !isWork(known)
                || known.facts().busy()
                || memory.bytes().isEmpty()) {
            return memory.equalBy();
        }
        Instant due = memory.repair().dueAt(settings);
        return Optional.of((due.isAfter(now) ? due : now).plus(rings));
    }
}
