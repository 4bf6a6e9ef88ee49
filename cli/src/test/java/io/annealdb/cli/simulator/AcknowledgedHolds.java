package io.annealdb.cli.simulator;

import io.annealdb.points.FieldValue;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Each place shows what the ledger allows: no acknowledged value is lost, no older one wins against
 * the promise, no deleted one is back, none shows that nobody wrote.
 */
final class AcknowledgedHolds implements Invariant {
    @Override
    public Optional<String> broken(SimulatedCluster cluster) {
        SortedMap<Place, FieldValue> shown = new TreeMap<>();
        cluster.shards()
                .forEach(
                        place ->
                                shown.putAll(
                                        Contents.of(
                                                cluster.owners(place).get(0), place.shard().id())));
        return wrong(cluster, shown);
    }

    static Optional<String> wrong(SimulatedCluster cluster, SortedMap<Place, FieldValue> shown) {
        SortedSet<Place> places = cluster.ledger.places();
        places.addAll(shown.keySet());
        for (Place place : places) {
            Optional<Ledger.Home> home = cluster.home(place);
            Optional<FieldValue> value = Optional.ofNullable(shown.get(place));
            Optional<String> wrong =
                    home.isPresent()
                            ? cluster.ledger.wrong(place, home.get(), value)
                            : cluster.ledger.wrongWithoutShard(place);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }
}
