package io.annealdb.cli.simulator;

import java.time.Duration;

/** Somebody sets the wall clock of the node, forward or back. */
final class ClockSet implements Strike {
    @Override
    public void hit(SimulatedNode node, Storm storm) {
        Duration ahead = Duration.ofMillis(storm.chance.between(-10_000, 10_000));
        storm.world.struck(Fault.CLOCK_SET, node + " to " + ahead);
        node.clock().set(ahead);
    }
}
