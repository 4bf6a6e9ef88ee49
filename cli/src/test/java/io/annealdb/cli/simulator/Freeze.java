package io.annealdb.cli.simulator;

import java.time.Duration;

/** The node stands still and goes on later as if nothing had been. */
final class Freeze implements Strike {
    @Override
    public void hit(SimulatedNode node, Storm storm) {
        node.freeze(
                storm.chance.in(0.5)
                        ? Duration.ofSeconds(30)
                        : Duration.ofMillis(storm.chance.between(100, 30_000)));
    }
}
