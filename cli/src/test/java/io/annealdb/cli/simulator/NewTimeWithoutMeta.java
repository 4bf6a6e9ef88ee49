package io.annealdb.cli.simulator;

import io.annealdb.data.write.Consistency;
import java.time.Duration;

/**
 * A node that does not reach meta takes points of a time whose shard group is still to be made; as
 * soon as it does, they are deleted through it. They may reach their shard long after the delete.
 */
final class NewTimeWithoutMeta implements Strike {
    @Override
    public void hit(SimulatedNode node, Storm storm) {
        storm.world.struck(Fault.META_UNREACHABLE, node.toString());
        node.cutMeta(true);
        long time = storm.client.newTime();
        storm.client.write(node, Consistency.ANY, time);
        storm.soon(
                Duration.ofMillis(storm.chance.between(100, 2_000)),
                () -> {
                    node.cutMeta(false);
                    if (node.up()) {
                        storm.client.delete(node, time);
                    }
                });
    }
}
