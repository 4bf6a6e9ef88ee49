package io.annealdb.cli.simulator;

/** Meta and the node do not hear each other. */
final class MetaUnreachable implements Strike {
    @Override
    public void hit(SimulatedNode node, Storm storm) {
        storm.world.struck(Fault.META_UNREACHABLE, node.toString());
        node.cutMeta(true);
        storm.later(30, () -> node.cutMeta(false));
    }
}
