package io.annealdb.cli.simulator;

import io.annealdb.points.FieldValue;
import io.annealdb.points.ShardId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What clients have asked for and been told, and so what a place may show in the end.
 *
 * <p>Of two acknowledged operations the later one must win if repair.md S3 promises it: both went
 * through one coordinator, or some owner that had stored the first must have answered the second
 * before its acknowledgement. Else either may. What was not acknowledged may show or not.
 */
final class Ledger {
    /**
     * Which shard a place is in.
     *
     * @param owners how many it has
     */
    record Home(ShardId shard, int owners) {}

    private final List<Operation> operations = new ArrayList<>();
    private final Map<FieldValue, Operation> writers = new HashMap<>();

    /** Shards of which an owner has lost its copy: an earlier answer of it binds nobody. */
    private final Set<ShardId> lost = new HashSet<>();

    /** What may have had its only copy on a lost folder, by shard. */
    private final Map<ShardId, Set<Operation>> excused = new HashMap<>();

    private long moment;

    /** A moment after all before. */
    long next() {
        return ++moment;
    }

    void add(Operation operation) {
        operations.add(operation);
        if (operation instanceof Operation.Write write) {
            write.values.values().forEach(value -> writers.put(value, write));
        }
    }

    List<Operation> operations() {
        return operations;
    }

    /**
     * An owner has lost its copy of a shard.
     *
     * @param elsewhere whether what an operation did is known to be on another disk
     */
    void lost(ShardId shard, Function<Operation, Boolean> elsewhere) {
        lost.add(shard);
        Set<Operation> spared = excused.computeIfAbsent(shard, id -> new HashSet<>());
        for (Operation operation : operations) {
            if (!elsewhere.apply(operation)) {
                spared.add(operation);
            }
        }
    }

    /** Every place that something was written to. */
    SortedSet<Place> places() {
        SortedSet<Place> places = new TreeSet<>();
        for (Operation operation : operations) {
            if (operation instanceof Operation.Write write) {
                places.addAll(write.values.keySet());
            }
        }
        return places;
    }

    /**
     * What is wrong with what a place shows.
     *
     * @param shown empty if it shows nothing
     * @return empty if nothing is
     */
    Optional<String> wrong(Place place, Home home, Optional<FieldValue> shown) {
        List<Operation> touching =
                operations.stream().filter(operation -> operation.touches(place)).toList();
        return shown.isPresent()
                ? wrongValue(place, home, shown.get(), touching)
                : wronglyEmpty(place, home, touching);
    }

    /** What is wrong with a place whose shard group was never made. */
    Optional<String> wrongWithoutShard(Place place) {
        return operations.stream()
                .filter(each -> each instanceof Operation.Write && each.touches(place))
                .filter(Operation::isAcknowledged)
                .findFirst()
                .map(write -> place + " has no shard in spite of " + write);
    }

    private Optional<String> wrongValue(
            Place place, Home home, FieldValue value, List<Operation> touching) {
        Operation writer = writers.get(value);
        if (!(writer instanceof Operation.Write write) || !value.equals(write.values.get(place))) {
            return Optional.of(place + " shows " + value + ", which nobody wrote there");
        }
        return touching.stream()
                .filter(later -> binds(later, home) && mustWin(later, writer, home))
                .findFirst()
                .map(
                        later ->
                                place
                                        + " shows "
                                        + value
                                        + " of "
                                        + writer
                                        + " in spite of "
                                        + later);
    }

    private Optional<String> wronglyEmpty(Place place, Home home, List<Operation> touching) {
        List<Operation> writes =
                touching.stream()
                        .filter(each -> each instanceof Operation.Write && binds(each, home))
                        .toList();
        if (writes.isEmpty()) {
            return Optional.empty();
        }
        boolean explained =
                touching.stream()
                        .filter(each -> each instanceof Operation.Deletion)
                        .anyMatch(
                                deletion ->
                                        writes.stream()
                                                .noneMatch(
                                                        write -> mustWin(write, deletion, home)));
        return explained
                ? Optional.empty()
                : Optional.of(
                        place + " shows nothing in spite of " + writes.get(writes.size() - 1));
    }

    /** Whether an operation must have come to something. */
    private boolean binds(Operation operation, Home home) {
        return operation.isAcknowledged()
                && !excused.getOrDefault(home.shard(), Set.of()).contains(operation);
    }

    private boolean mustWin(Operation later, Operation earlier, Home home) {
        if (!later.isAcknowledged() || !later.follows(earlier)) {
            return false;
        }
        boolean met =
                later.copies(home.owners()) + earlier.copies(home.owners()) > home.owners()
                        && !lost.contains(home.shard());
        return met || later.coordinator.equals(earlier.coordinator);
    }
}
