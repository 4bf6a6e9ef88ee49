package io.annealdb.data.write;

import io.annealdb.points.NodeId;
import io.annealdb.points.Stamp;

/** Gives stamps as the coordinator that this node is. */
public interface Stamper {
    /** Above all stamps before. */
    Stamp next();

    /**
     * A clock value that all stamps to come are above, in this life of the node and in later ones.
     */
    long close();

    /**
     * Advances past a clock that an owner answered.
     *
     * @return false if it lies too far ahead of this node's wall clock to be believed
     */
    boolean hear(long clock);

    /** An owner has refused this node's clock (repair.md S2). */
    void refused(NodeId by, long itsClock);

    /** Why this node may not coordinate writes now; empty if it may. */
    String clockTrouble();
}
