package io.annealdb.image;

import io.annealdb.points.NodeId;

/**
 * One hop of a ring and what it has come to. Counters include what was sent before a hop was
 * resumed.
 *
 * @param metadataBytes of the comparison
 * @param payloadBytes of points, deletes and files
 * @param millis time it ran
 * @param pointsPlanned expected once the comparison is over, for a progress bar
 */
public record HopInfo(
        NodeId from,
        NodeId to,
        HopPhase phase,
        HopFoundInfo found,
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
    public HopInfo {
        if (from.equals(to)) {
            throw new IllegalArgumentException("a hop from node " + from + " to itself");
        }
    }

    /** Whether its source has begun with it. */
    public boolean ran() {
        return roundTrips > 0 || payloadBytes > 0 || phase == HopPhase.VERIFIED;
    }

    public static HopInfo planned(NodeId from, NodeId to) {
        return new HopInfo(
                from,
                to,
                HopPhase.PLANNED,
                HopFoundInfo.NOTHING,
                0,
                0,
                0,
                false,
                0,
                0,
                0,
                0,
                0,
                0,
                "");
    }
}
