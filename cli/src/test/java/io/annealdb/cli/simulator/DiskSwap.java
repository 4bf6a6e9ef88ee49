package io.annealdb.cli.simulator;

import io.annealdb.storage.disk.SimulatedDirectory;
import java.util.Set;

/** The node dies, and starts on an empty disk. */
final class DiskSwap implements Strike {
    @Override
    public void hit(SimulatedNode node, Storm storm) {
        if (storm.chance.in(0.4) || !storm.mayLoseDisk(node)) {
            return;
        }
        if (node.up()) {
            node.crash();
        }
        storm.world.struck(Fault.EMPTIED, node.toString());
        node.diskWhileDown().putBack(SimulatedDirectory.Backup.EMPTY);
        storm.cluster.emptied.add(node.id());
        storm.diskLost(node, new Copies.Inventory(Set.of()), 0);
    }
}
