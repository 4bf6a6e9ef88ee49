package io.annealdb.repair.antientropy;

import io.annealdb.points.ShardId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Decides what the leader does next.
 *
 * <pre>
 *   1  the window of the day is over          stop what runs
 *   2  debts, differences that stand, copies  one job for them; a shard that was not helped waits
 *      that are missing or damaged            twice as long each time
 *   3  owners that differed a write timeout   look again: was it writes under way?
 *      ago, or do so by rumour
 *   4  shards not looked at for an interval   look, those longest without a certificate first
 *   5  equal owners without a certificate     one job that certifies them, once an interval a shard
 * </pre>
 *
 * Pure: equal arguments give equal steps.
 */
final class AntiEntropyPlan {
    /** Shards of one call and of one job. */
    static final int BATCH = 64;

    /** A shard that changes all the time is certified anew every so many check intervals. */
    private static final int CERTIFICATE_INTERVALS_MAX = 10;

    /** A shard, what is known of it now, and what is remembered. */
    record Known(ShardFacts facts, ShardMemory memory) {
        private ShardId shard() {
            return facts.shard();
        }

        /** When all owners were last known to be equal. */
        private Instant lastEqual() {
            Instant seen = memory.equalRoot().isPresent() ? memory.checked() : Instant.EPOCH;
            return facts.certified()
                    .map(ShardFacts.Certified::at)
                    .filter(seen::isBefore)
                    .orElse(seen);
        }
    }

    private final AntiEntropySettings settings;
    private final Instant now;
    private final List<Known> free;
    private final int jobs;

    /**
     * @param shards all shards of the cluster
     * @param jobs background jobs that are queued or run
     */
    AntiEntropyPlan(AntiEntropySettings settings, Instant now, List<Known> shards, int jobs) {
        this.settings = settings;
        this.now = now;
        this.free =
                shards.stream()
                        .filter(known -> !known.facts().busy() && known.facts().worthALook())
                        .toList();
        this.jobs = jobs;
    }

    Step next() {
        if (!settings.enabled()) {
            return new Step.Rest(now.plus(settings.checkInterval()));
        }
        if (!settings.mayRun() && jobs > 0) {
            return new Step.Stop("the window for background repair is over");
        }
        boolean mayStart = settings.mayRun() && jobs < settings.jobsMax();
        List<Known> urgent = mayStart ? batch(this::urgent, this::urgency) : List.of();
        if (!urgent.isEmpty()) {
            return new Step.Start(ids(urgent), reason(urgent), false);
        }
        List<Known> looks = batch(this::lookDue, known -> known.memory().suspicion().isEmpty());
        if (!looks.isEmpty()) {
            return new Step.Look(ids(looks));
        }
        List<Known> bare = mayStart ? batch(this::wantsCertificate, known -> 0) : List.of();
        if (!bare.isEmpty()) {
            return new Step.Start(ids(bare), "to certify", true);
        }
        return new Step.Rest(nextDue());
    }

    private boolean urgent(Known known) {
        ShardMemory memory = known.memory();
        return memory.differs(settings, now)
                && known.facts().comparable()
                && memory.repair().due(now, settings);
    }

    /** Debts first, then differences, then lost copies. */
    private int urgency(Known known) {
        if (known.facts().debt()) {
            return 0;
        }
        return known.memory().standing() ? 1 : 2;
    }

    private boolean lookDue(Known known) {
        return !now.isBefore(lookAt(known));
    }

    private Instant lookAt(Known known) {
        ShardMemory memory = known.memory();
        boolean suspicion = memory.suspicion().isPresent() || known.facts().suspected();
        boolean soon = suspicion && !memory.standing();
        Duration wait = soon ? settings.standing() : settings.checkInterval();
        return memory.checked().plus(wait);
    }

    private boolean wantsCertificate(Known known) {
        ShardMemory memory = known.memory();
        if (memory.equalRoot().isEmpty()
                || !known.facts().allLive()
                || memory.troubledSince().isPresent()
                || !memory.certifying().due(now, settings)) {
            return false;
        }
        return known.facts().certified().isEmpty()
                || !known.facts().isCertified(memory.equalRoot().get()) && atRestOrOld(known);
    }

    /** Changed since its certificate: worth a new one when it rests, or after a long time. */
    private boolean atRestOrOld(Known known) {
        Duration interval = settings.checkInterval();
        Duration rested = Duration.between(known.memory().equalSince(), known.memory().checked());
        return rested.compareTo(interval) >= 0
                || !known.facts()
                        .certifiedSince(
                                now.minus(interval.multipliedBy(CERTIFICATE_INTERVALS_MAX)));
    }

    private <R extends Comparable<R>> List<Known> batch(
            Predicate<Known> wanted, Function<Known, R> rank) {
        return free.stream()
                .filter(wanted)
                .sorted(
                        Comparator.comparing(rank)
                                .thenComparing(Known::lastEqual)
                                .thenComparing(Known::shard))
                .limit(BATCH)
                .toList();
    }

    private Instant nextDue() {
        return free.stream()
                .map(this::lookAt)
                .min(Comparator.naturalOrder())
                .filter(now::isBefore)
                .orElse(now.plus(settings.checkInterval()));
    }

    private static List<ShardId> ids(List<Known> shards) {
        return shards.stream().map(Known::shard).toList();
    }

    private String reason(List<Known> urgent) {
        List<String> parts = new ArrayList<>();
        part(parts, "debts", urgent, known -> urgency(known) == 0);
        part(parts, "owners differ", urgent, known -> urgency(known) == 1);
        part(parts, "missing or damaged", urgent, known -> urgency(known) == 2);
        return String.join("; ", parts);
    }

    private static void part(
            List<String> parts, String what, List<Known> shards, Predicate<Known> which) {
        String ids =
                shards.stream()
                        .filter(which)
                        .map(known -> known.shard().toString())
                        .collect(Collectors.joining(" "));
        if (!ids.isEmpty()) {
            parts.add(what + ": " + ids);
        }
    }
}
