package io.annealdb.repair.compare;

import java.io.IOException;

/**
 * Is told each value that a dry run finds the successor to lack or to lose on: exactly those that a
 * hop would send now. Leaf by leaf, and within a leaf in order of time, then field; on the hop's
 * own thread.
 */
@FunctionalInterface
public interface DifferenceListener {
    DifferenceListener NONE = value -> {};

    void differs(DifferingValue value) throws IOException;
}
