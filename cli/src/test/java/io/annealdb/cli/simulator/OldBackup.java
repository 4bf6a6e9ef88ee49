package io.annealdb.cli.simulator;

import io.annealdb.storage.disk.SimulatedDirectory.Backup;

/** The disk is copied; some time later the node dies, and starts on the copy. */
final class OldBackup implements Strike {
    @Override
    public void hit(SimulatedNode node, Storm storm) {
        if (storm.backups.add(node)) {
            storm.world.note(node + " is backed up");
            Backup backup = node.disk().backUp();
            Copies.Inventory then = storm.cluster.copies.inventory(node.id());
            long moment = storm.cluster.ledger.next();
            storm.later(25, () -> putBack(node, backup, then, moment, storm));
        }
    }

    private static void putBack(
            SimulatedNode node, Backup backup, Copies.Inventory then, long moment, Storm storm) {
        if (!storm.mayLoseDisk(node)) {
            return;
        }
        if (node.up()) {
            node.crash();
        }
        storm.world.struck(Fault.OLD_BACKUP, node.toString());
        node.diskWhileDown().putBack(backup);
        storm.cluster
                .image()
                .shardsOf(node.id())
                .forEach(place -> storm.cluster.putBack.add(place.shard().id()));
        storm.diskLost(node, then, moment);
    }
}
