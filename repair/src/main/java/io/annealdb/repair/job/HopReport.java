package io.annealdb.repair.job;

import io.annealdb.points.NodeId;
import io.annealdb.repair.ring.Hop;

/**
 * What one hop has done so far; at its end, what it came to. Counters never fall, also when the hop
 * is tried again.
 *
 * @param found what the comparison has found
 * @param pointsSent rows (series and timestamp) sent from source to successor
 * @param valuesSent field values in them
 * @param deletesSent delete records that crossed, either way
 * @param shardCopied the successor had none of the shard and was given the files as they are
 * @param metadataBytes of comparison messages, questions and answers
 * @param payloadBytes of encoded rows and of files
 * @param roundTrips questions that were answered
 * @param millis from start to now
 * @param pointsPlanned expected to be sent in all, an estimate until the hop is over
 * @param bytesPlanned of payload, likewise
 * @param note why it was abandoned or is tried again; else empty
 */
public record HopReport(
        Hop hop,
        HopPhase phase,
        HopFound found,
        long pointsSent,
        long valuesSent,
        long deletesSent,
        boolean shardCopied,
        long metadataBytes,
        long payloadBytes,
        int roundTrips,
        long millis,
        long pointsPlanned,
        long bytesPlanned,
        String note) {
    public HopReport {
        if (pointsSent < 0
                || valuesSent < pointsSent
                || deletesSent < 0
                || metadataBytes < 0
                || payloadBytes < 0
                || roundTrips < 0
                || millis < 0) {
            throw new IllegalArgumentException(
                    ("hop %s: impossible counters: points=%d values=%d deletes=%d metadata=%d"
                                    + " payload=%d trips=%d millis=%d")
                            .formatted(
                                    hop,
                                    pointsSent,
                                    valuesSent,
                                    deletesSent,
                                    metadataBytes,
                                    payloadBytes,
                                    roundTrips,
                                    millis));
        }
    }

    public static HopReport planned(Hop hop) {
        return new HopReport(
                hop, HopPhase.PLANNED, HopFound.NOTHING, 0, 0, 0, false, 0, 0, 0, 0, 0, 0, "");
    }

    public NodeId from() {
        return hop.from();
    }

    public NodeId to() {
        return hop.to();
    }

    /**
     * The one door between phases.
     *
     * @throws IllegalStateException if no arrow of {@link HopPhase} leads there
     */
    public HopReport transitionTo(HopPhase target, String why) {
        if (phase == target) {
            return noted(why);
        }
        if (!phase.mayBecome(target)) {
            throw new IllegalStateException(
                    "hop " + hop + " cannot go from " + phase + " to " + target);
        }
        return with(target, why);
    }

    public HopReport noted(String why) {
        return with(phase, why);
    }

    /**
     * The hop is to be tried again, or was paused: back to the plan, with what it has done.
     *
     * @throws IllegalStateException if it has ended well
     */
    public HopReport replanned(String why) {
        if (phase.finished()) {
            throw new IllegalStateException("hop " + hop + " is " + phase + " already");
        }
        return with(HopPhase.PLANNED, why);
    }

    /**
     * Counters of this attempt on top of what earlier attempts at the same hop have done. Where
     * those have brought something over, finding both equal now is no skip: it verifies it.
     */
    public HopReport after(HopReport earlier) {
        boolean verifies = phase == HopPhase.SKIPPED && earlier.broughtSomething();
        return new HopReport(
                hop,
                verifies ? HopPhase.VERIFIED : phase,
                earlier.found.plus(found),
                earlier.pointsSent + pointsSent,
                earlier.valuesSent + valuesSent,
                earlier.deletesSent + deletesSent,
                earlier.shardCopied || shardCopied,
                earlier.metadataBytes + metadataBytes,
                earlier.payloadBytes + payloadBytes,
                earlier.roundTrips + roundTrips,
                earlier.millis + millis,
                earlier.pointsSent + pointsPlanned,
                earlier.payloadBytes + bytesPlanned,
                note);
    }

    /**
     * Nothing is left to do: skipped, or verified if earlier attempts have brought something over.
     *
     * @throws IllegalStateException if the hop was given up
     */
    public HopReport foundEqual() {
        return broughtSomething() && !phase.finished()
                ? transitionTo(HopPhase.COMPARING, "").transitionTo(HopPhase.VERIFIED, "")
                : transitionTo(HopPhase.SKIPPED, "");
    }

    private boolean broughtSomething() {
        return pointsSent > 0 || deletesSent > 0 || shardCopied;
    }

    /** Whether the source has begun with it, so that it counts among the hops that ran. */
    public boolean ran() {
        return roundTrips > 0 || payloadBytes > 0 || phase == HopPhase.VERIFIED;
    }

    private HopReport with(HopPhase target, String why) {
        return new HopReport(
                hop,
                target,
                found,
                pointsSent,
                valuesSent,
                deletesSent,
                shardCopied,
                metadataBytes,
                payloadBytes,
                roundTrips,
                millis,
                pointsPlanned,
                bytesPlanned,
                why);
    }
}
