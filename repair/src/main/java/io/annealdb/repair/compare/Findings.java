package io.annealdb.repair.compare;

import java.io.IOException;

/** Where a comparison puts what it finds: on the wire, or, in a dry run, into a count. */
interface Findings {
    Findings IGNORED = (leaf, decision) -> {};

    /** Values of one leaf that the successor lacks or loses on; never none. */
    void found(Leaf leaf, LeafDecision decision) throws IOException;

    /** Points of this leaf are hidden by deletes that the successor alone knows. */
    default void hidden(Leaf leaf) throws IOException {}
}
