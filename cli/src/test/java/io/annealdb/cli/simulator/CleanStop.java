package io.annealdb.cli.simulator;

/** An operator stops the node, as one should. */
final class CleanStop implements Strike {
    @Override
    public void hit(SimulatedNode node, Storm storm) {
        node.stop();
    }
}
