package io.annealdb.cli.simulator;

import java.io.IOException;
import java.util.Optional;

/**
 * What must hold once the storm is over, hints are drained and a ring has been around each shard.
 */
@FunctionalInterface
interface Invariant {
    /** What does not hold; empty if all is well. */
    Optional<String> broken(SimulatedCluster cluster) throws IOException;
}
