package io.annealdb.cli.simulator;

/** The power goes at one of the next calls to the disk, most likely in the middle of something. */
final class PowerCutInACall implements Strike {
    @Override
    public void hit(SimulatedNode node, Storm storm) {
        node.crashSoon(storm.chance.between(1, 60));
    }
}
