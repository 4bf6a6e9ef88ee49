package io.annealdb.repair.preview;

import io.annealdb.points.Delete;
import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.repair.coordinator.OwnerUnavailableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who holds what at points that differ, which version wins, and why. */
public final class PointComparison {
    private final Collection<NodeId> owners;
    private final Collection<Delete> deletes;
    private final VersionSource source;

    /**
     * @param deletes those that some owner lacks
     */
    public PointComparison(
            Collection<NodeId> owners, Collection<Delete> deletes, VersionSource source) {
        this.owners = List.copyOf(owners);
        this.deletes = List.copyOf(deletes);
        this.source = source;
    }

    /**
     * The values at these points that not all owners hold alike, by series, time and field.
     *
     * @param points times of each series, ascending; a few thousand
     * @throws OwnerUnavailableException if an owner does not answer any more
     */
    public List<ComparedValue> compare(Map<SeriesKey, long[]> points)
            throws OwnerUnavailableException {
        Map<SeriesKey, Map<NodeId, LeafState>> states = new TreeMap<>();
        for (NodeId owner : owners) {
            Rows rows = source.versions(owner, points);
            for (int row = 0; row < rows.size(); row++) {
                SeriesKey series = rows.series(row);
                states.computeIfAbsent(series, key -> new TreeMap<>())
                        .computeIfAbsent(owner, key -> LeafState.empty(series))
                        .add(rows, row);
            }
        }
        List<ComparedValue> compared = new ArrayList<>();
        states.forEach((series, byOwner) -> compare(series, byOwner, compared));
        return compared;
    }

    private void compare(
            SeriesKey series, Map<NodeId, LeafState> byOwner, List<ComparedValue> compared) {
        TreeSet<LeafState.Place> places = new TreeSet<>();
        byOwner.values().forEach(state -> places.addAll(state.values().keySet()));
        for (LeafState.Place place : places) {
            Map<NodeId, Version> held = new TreeMap<>();
            byOwner.forEach(
                    (owner, state) -> {
                        Version version = state.values().get(place);
                        if (version != null) {
                            held.put(owner, version);
                        }
                    });
            compare(series, place, held).ifPresent(compared::add);
        }
    }

    private Optional<ComparedValue> compare(
            SeriesKey series, LeafState.Place place, Map<NodeId, Version> held) {
        Version best = held.values().stream().reduce(Version::winner).orElseThrow();
        Optional<Delete> hiding =
                deletes.stream()
                        .filter(delete -> delete.hides(series, place.time(), best.stamp()))
                        .findFirst();
        boolean otherStamp =
                held.values().stream().anyMatch(each -> !each.stamp().equals(best.stamp()));
        boolean otherContent =
                held.values().stream()
                        .anyMatch(
                                each ->
                                        each.stamp().equals(best.stamp())
                                                && !each.sameContent(best));
        boolean lacking = held.size() < owners.size();
        if (hiding.isEmpty() && !otherStamp && !otherContent && !lacking) {
            return Optional.empty();
        }
        ComparedValue.Why why =
                hiding.isPresent()
                        ? ComparedValue.Why.DELETED
                        : otherStamp
                                ? ComparedValue.Why.HIGHER_STAMP
                                : otherContent
                                        ? ComparedValue.Why.VALUE_BITS
                                        : ComparedValue.Why.MISSING;
        Map<NodeId, ComparedValue.Held> shown = new TreeMap<>();
        held.forEach(
                (owner, each) ->
                        shown.put(owner, new ComparedValue.Held(each.value(), each.stamp())));
        Optional<NodeId> winner =
                held.entrySet().stream()
                        .filter(each -> each.getValue().equals(best))
                        .map(Map.Entry::getKey)
                        .findFirst();
        return Optional.of(
                new ComparedValue(
                        series,
                        place.time(),
                        place.field(),
                        shown,
                        hiding.isPresent() ? Optional.empty() : winner,
                        why,
                        hiding));
    }
}
