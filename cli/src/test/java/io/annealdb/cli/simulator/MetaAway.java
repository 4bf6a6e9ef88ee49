package io.annealdb.cli.simulator;

/** Meta answers nobody. */
final class MetaAway implements Strike {
    @Override
    public void hit(SimulatedNode node, Storm storm) {
        storm.world.struck(Fault.META_AWAY, "");
        storm.world.weather.metaAway(true);
        storm.later(30, () -> storm.world.weather.metaAway(false));
    }
}
