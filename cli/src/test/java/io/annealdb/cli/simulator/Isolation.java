package io.annealdb.cli.simulator;

import io.annealdb.data.write.Consistency;
import java.time.Duration;

/**
 * Nobody reaches the node, and it reaches nobody; clients do. Perhaps its power goes before it has
 * told anybody what they have written.
 */
final class Isolation implements Strike {
    @Override
    public void hit(SimulatedNode node, Storm storm) {
        storm.world.note("isolated: " + node);
        cut(node, storm);
        for (int writes = storm.chance.between(1, 3); writes > 0; writes--) {
            storm.client.write(node, Consistency.ANY);
        }
        storm.later(30, () -> mend(node, storm));
        if (storm.plot() == Plot.SETTLING && storm.chance.in(0.4)) {
            storm.later(2, () -> new OldBackup().hit(node, storm)); // with what waits for others
        } else if (storm.plot() != Plot.GENTLE && storm.chance.in(0.6)) {
            storm.soon(Duration.ofMillis(storm.chance.between(1, 900)), () -> crash(node));
        }
    }

    private static void crash(SimulatedNode node) {
        if (node.up()) {
            node.crash();
        }
    }

    private static void cut(SimulatedNode node, Storm storm) {
        int alone = node.id().value();
        for (SimulatedNode other : storm.cluster.nodes.values()) {
            if (other != node) {
                storm.world.weather.cut(alone, other.id().value());
                storm.world.weather.cut(other.id().value(), alone);
            }
        }
    }

    private static void mend(SimulatedNode node, Storm storm) {
        int alone = node.id().value();
        for (SimulatedNode other : storm.cluster.nodes.values()) {
            storm.world.weather.mend(alone, other.id().value());
            storm.world.weather.mend(other.id().value(), alone);
        }
    }
}
