package io.annealdb.cli.simulator;

import java.util.List;

/** Two nodes do not reach each other, one way or both. */
final class LineCut implements Strike {
    @Override
    public void hit(SimulatedNode node, Storm storm) {
        SimulatedNode other = storm.chance.of(List.copyOf(storm.cluster.nodes.values()));
        int from = node.id().value();
        int to = other.id().value();
        boolean bothWays = storm.chance.in(0.6);
        storm.world.note("cut: " + node + (bothWays ? " <-> " : " -> ") + other);
        storm.world.weather.cut(from, to);
        if (bothWays) {
            storm.world.weather.cut(to, from);
        }
        storm.later(
                30,
                () -> {
                    storm.world.weather.mend(from, to);
                    storm.world.weather.mend(to, from);
                });
    }
}
