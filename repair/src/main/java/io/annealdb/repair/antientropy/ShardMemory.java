package io.annealdb.repair.antientropy;

import io.annealdb.points.NodeId;
import io.annealdb.points.digest.ShardRoot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a leader remembers of a shard since it leads. A new leader begins with {@link #fresh}, and
 * has it all again after one check interval. Immutable.
 *
 * @param checked when its owners were last compared; at first, when this leader took office
 * @param equalRoot what all owners had then, if all of them answered alike
 * @param equalSince since when they have had that
 * @param suspicion the look that later ones are held against, while owners differ
 * @param strikes looks in a row in which owners differed, each time in another way
 * @param standing the owners differ, and no write under way explains it
 * @param troubledSince since when a debt or a lost copy is known
 * @param repair attempts at making owners equal
 * @param certifying attempts at certifying equal owners
 * @param living owners at the last moment, so that a return is seen
 * @param bytes of the largest copy, by the last look; empty before the first one
 * @param equalBy the latest time of equality that was promised, while owners are known to differ
 */
record ShardMemory(
        Instant checked,
        Optional<ShardRoot> equalRoot,
        Instant equalSince,
        Optional<Look> suspicion,
        int strikes,
        boolean standing,
        Optional<Instant> troubledSince,
        Attempts repair,
        Attempts certifying,
        Set<NodeId> living,
        OptionalLong bytes,
        Optional<Instant> equalBy) {
    /** Under steady load owners never stand still: after so many looks the ring finds out. */
    private static final int STRIKES_MAX = 3;

    /** Hints explain a difference for so many check intervals, no longer. */
    private static final int HINTS_INTERVALS_MAX = 10;

    /**
     * Jobs that were started and have not helped.
     *
     * @param last when the last one was started
     */
    record Attempts(int count, Instant last) {
        static final Attempts NONE = new Attempts(0, Instant.EPOCH);

        Attempts another(Instant now) {
            return new Attempts(count + 1, now);
        }

        /** Whether the wait after the last one is over. */
        boolean due(Instant now, AntiEntropySettings settings) {
            return !now.isBefore(dueAt(settings));
        }

        Instant dueAt(AntiEntropySettings settings) {
            return count == 0 ? Instant.EPOCH : last.plus(settings.backOff(count));
        }
    }

    static ShardMemory fresh(Instant now) {
        return new ShardMemory(
                now,
                Optional.empty(),
                now,
                Optional.empty(),
                0,
                false,
                Optional.empty(),
                Attempts.NONE,
                Attempts.NONE,
                Set.of(),
                OptionalLong.empty(),
                Optional.empty());
    }

    /** What image and heartbeats say now; a look is not needed for it. */
    ShardMemory heard(ShardFacts facts, Instant now) {
        boolean returned = !living.containsAll(facts.living());
        boolean helped = facts.certifiedSince(repair.last) && repair.count > 0;
        boolean trouble = facts.debt() || facts.troubled();
        boolean newLoss = trouble && troubledSince.isEmpty();
        boolean promiseStands = living.equals(facts.living()) && !newLoss && !(helped && !trouble);
        return new ShardMemory(
                checked,
                equalRoot,
                equalSince,
                suspicion,
                strikes,
                standing,
                trouble ? Optional.of(troubledSince.orElse(now)) : Optional.empty(),
                returned || helped && !trouble ? Attempts.NONE : repair,
                returned || facts.certifiedSince(certifying.last) ? Attempts.NONE : certifying,
                facts.living(),
                bytes,
                promiseStands ? equalBy : Optional.empty());
    }

    /** What a look at the owners has shown. */
    ShardMemory after(Look look, ShardFacts facts, AntiEntropySettings settings) {
        if (look.equal()) {
            boolean all = look.roots().size() == facts.owners().size();
            boolean moved = !equalRoot.equals(Optional.of(look.root()));
            return new ShardMemory(
                    look.at(),
                    all ? Optional.of(look.root()) : Optional.empty(),
                    moved ? look.at() : equalSince,
                    Optional.empty(),
                    0,
                    false,
                    troubledSince,
                    troubledSince.isEmpty() ? Attempts.NONE : repair,
                    certifying,
                    living,
                    OptionalLong.of(look.bytes()),
                    troubledSince.isEmpty() ? Optional.empty() : equalBy);
        }
        Look first = suspicion.orElse(look);
        boolean later = !look.at().isBefore(first.at().plus(settings.standing()));
        boolean same = look.differsAs(first);
        int struck = !later || same ? strikes : strikes + 1;
        boolean explained =
                facts.hintsWait()
                        && look.at()
                                .isBefore(
                                        equalSince.plus(
                                                settings.checkInterval()
                                                        .multipliedBy(HINTS_INTERVALS_MAX)));
        boolean stands = later && !explained && (same || struck >= STRIKES_MAX);
        return new ShardMemory(
                look.at(),
                Optional.empty(),
                equalSince,
                Optional.of(same && !explained ? first : look),
                struck,
                standing || stands,
                troubledSince,
                repair,
                certifying,
                living,
                OptionalLong.of(look.bytes()),
                equalBy);
    }

    /** A job for it was started. */
    ShardMemory started(Instant now, boolean forCertificate) {
        return new ShardMemory(
                checked,
                equalRoot,
                equalSince,
                Optional.empty(),
                0,
                false,
                troubledSince,
                forCertificate ? repair : repair.another(now),
                forCertificate ? certifying.another(now) : certifying,
                living,
                bytes,
                equalBy);
    }

    /** With a latest time of equality, or none. */
    ShardMemory promised(Optional<Instant> latest) {
        return new ShardMemory(
                checked,
                equalRoot,
                equalSince,
                suspicion,
                strikes,
                standing,
                troubledSince,
                repair,
                certifying,
                living,
                bytes,
                latest);
    }

    /** Whether no write under way explains why its owners are not equal. */
    boolean differs(AntiEntropySettings settings, Instant now) {
        return standing || troubledFor(settings.standing(), now);
    }

    boolean troubledFor(Duration time, Instant now) {
        return troubledSince.filter(since -> !now.isBefore(since.plus(time))).isPresent();
    }
}
