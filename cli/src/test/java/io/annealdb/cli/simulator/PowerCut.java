package io.annealdb.cli.simulator;

/** The power goes, between two events. */
final class PowerCut implements Strike {
    @Override
    public void hit(SimulatedNode node, Storm storm) {
        node.crash();
    }
}
