package io.annealdb.cli.simulator;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** In how many histories each fault has happened. */
final class FaultTally {
    private final Map<Fault, Integer> histories = new EnumMap<>(Fault.class);
    private int all;

    void add(Set<Fault> ofOneHistory) {
        all++;
        ofOneHistory.forEach(fault -> histories.merge(fault, 1, Integer::sum));
    }

    /** The faults that fewer than one history in {@code parts} has had. */
    List<Fault> rarerThanOneIn(int parts) {
        return EnumSet.allOf(Fault.class).stream()
                .filter(fault -> histories.getOrDefault(fault, 0) * parts < all)
                .toList();
    }

    @Override
    public String toString() {
        return all + " histories: " + histories;
    }
}
