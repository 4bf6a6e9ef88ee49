package io.annealdb.cli.simulator;

import io.annealdb.image.ShardPlace;
import io.annealdb.storage.disk.SimulatedDirectory.Backup;
import java.time.Duration;

/**
 * The disk is copied; some time later the node dies, and starts on the copy. In a plot of settling
 * all that it holds is deleted meanwhile, and if it comes to that, the deletes are forgotten.
 */
final class OldBackup implements Strike {
    private static final int SECONDS_MOST = 50;

    /** What was on the disk, and when. */
    private record Then(Backup disk, Copies.Inventory held, long moment) {}

    @Override
    public void hit(SimulatedNode node, Storm storm) {
        if (!storm.backups.add(node)) {
            return;
        }
        storm.world.note(node + " is backed up");
        Then then =
                new Then(
                        node.disk().backUp(),
                        storm.cluster.copies.inventory(node.id()),
                        storm.cluster.ledger.next());
        if (storm.plot() == Plot.SETTLING) {
            storm.client.deleteAll(storm.cluster.up());
            long clock = storm.cluster.copies.highestClock();
            soonAsForgotten(node, then, clock, SECONDS_MOST, storm);
        } else {
            storm.later(25, () -> putBack(node, then, storm));
        }
    }

    private static void soonAsForgotten(
            SimulatedNode node, Then then, long clock, int seconds, Storm storm) {
        boolean forgotten =
                storm.cluster.image().shardsOf(node.id()).stream()
                        .map(ShardPlace::shard)
                        .flatMap(shard -> storm.cluster.image().certificate(shard.id()).stream())
                        .anyMatch(certificate -> certificate.at() > clock);
        if (forgotten || seconds == 0) {
            storm.later(3, () -> putBack(node, then, storm));
        } else {
            storm.soon(
                    Duration.ofSeconds(1),
                    () -> soonAsForgotten(node, then, clock, seconds - 1, storm));
        }
    }

    private static void putBack(SimulatedNode node, Then then, Storm storm) {
        if (!storm.mayLoseDisk(node)) {
            return;
        }
        if (node.up()) {
            node.crash();
        }
        storm.world.struck(Fault.OLD_BACKUP, node.toString());
        node.diskWhileDown().putBack(then.disk());
        storm.cluster
                .image()
                .shardsOf(node.id())
                .forEach(place -> storm.cluster.putBack.add(place.shard().id()));
        storm.diskLost(node, then.held(), then.moment());
    }
}
