package io.annealdb.cli.simulator;

/** The disk fills up; later somebody makes room. */
final class DiskFull implements Strike {
    @Override
    public void hit(SimulatedNode node, Storm storm) {
        storm.world.note(node + " has little room");
        node.fillDisk(storm.chance.between(0, 2_000));
        storm.later(30, node::makeRoom);
    }
}
