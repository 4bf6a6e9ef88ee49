package io.annealdb.cli.simulator;

import io.annealdb.points.FieldValue;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.Stamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What clients have asked for and been told, and so what a place may show in the end.
 *
 * <p>Of two acknowledged operations the later one must win if repair.md S3 promises it: both went
 * through one coordinator, or some owner that had stored the first must have answered the second
 * before its acknowledgement. Else the higher stamp wins, which {@link Copies} has seen. What was
 * not acknowledged may show or not; what was, binds as long as one disk has kept a copy of it.
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
    private final Copies copies;

    /** Shards of which an owner has lost something: an earlier answer of it binds nobody. */
    private final Set<ShardId> forgetful = new HashSet<>();

    /** A node's disk became again what it was. */
    private record Return(NodeId node, long then, long now) {}

    private final List<Return> returns = new ArrayList<>();

    private long moment;

    Ledger(Copies copies) {
        this.copies = copies;
    }

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

    /** An owner has lost some or all of its copy of a shard. */
    void forgot(ShardId shard) {
        forgetful.add(shard);
    }

    /** A node's disk is from now on what it was at an earlier moment; 0 for empty. */
    void returned(NodeId node, long then) {
        returns.add(new Return(node, then, next()));
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
     * What is wrong with what a place shows in the end.
     *
     * @param shown empty if it shows nothing
     * @return empty if nothing is
     */
    Optional<String> wrong(Place place, Home home, Optional<FieldValue> shown) {
        return wrong(place, home, shown, operation -> true);
    }

    /**
     * What is wrong with what a place shows, if of all that was acknowledged only some operations
     * must have come to something by now.
     */
    Optional<String> wrong(
            Place place, Home home, Optional<FieldValue> shown, Predicate<Operation> surely) {
        List<Operation> touching =
                operations.stream().filter(operation -> operation.touches(place)).toList();
        if (place.takesAllTypes()) {
            return shown.flatMap(value -> wrongKind(place, value, touching));
        }
        Predicate<Operation> binds =
                operation -> surely.test(operation) && binds(operation, place, home);
        return shown.isPresent()
                ? wrongValue(place, home, shown.get(), touching, binds)
                : wronglyEmpty(place, home, touching, binds);
    }

    /**
     * Whether an owner that shows one value, or nothing, may have held another: it is the same, or
     * stands under a higher stamp, or some delete may have hidden it.
     *
     * @param now null if it shows nothing
     */
    boolean mayReplace(Place place, ShardId shard, FieldValue before, FieldValue now) {
        if (now == null) {
            return operations.stream()
                    .anyMatch(each -> each instanceof Operation.Deletion && each.touches(place));
        }
        return now.equals(before)
                || stampOf(place, shard, now).compareTo(stampOf(place, shard, before)) > 0;
    }

    private Stamp stampOf(Place place, ShardId shard, FieldValue value) {
        return copies.stamp(writers.get(value), place, shard).orElse(Stamp.NONE);
    }

    /** What is wrong with a place whose shard group was never made. */
    Optional<String> wrongWithoutShard(Place place) {
        return operations.stream()
                .filter(each -> each instanceof Operation.Write && each.touches(place))
                .filter(each -> each.isAcknowledged() && !forgottenByItsCoordinator(each))
                .findFirst()
                .map(write -> place + " has no shard in spite of " + write);
    }

    /** Of several types of one field reads show one, and numbers cast to it (repair.md S5). */
    private static Optional<String> wrongKind(
            Place place, FieldValue value, List<Operation> touching) {
        double number = number(value);
        return touching.stream()
                        .filter(each -> each instanceof Operation.Write)
                        .anyMatch(
                                each ->
                                        number(((Operation.Write) each).values.get(place))
                                                == number)
                ? Optional.empty()
                : Optional.of(place + " shows " + value + ", which nobody wrote there");
    }

    private static double number(FieldValue value) {
        if (value instanceof FieldValue.FloatValue some) {
            return some.value();
        }
        return value instanceof FieldValue.IntegerValue some
                ? some.value()
                : Double.parseDouble(((FieldValue.StringValue) value).value());
    }

    private Optional<String> wrongValue(
            Place place,
            Home home,
            FieldValue value,
            List<Operation> touching,
            Predicate<Operation> binds) {
        Operation writer = writers.get(value);
        if (!(writer instanceof Operation.Write write) || !value.equals(write.values.get(place))) {
            return Optional.of(place + " shows " + value + ", which nobody wrote there");
        }
        return touching.stream()
                .filter(later -> later != writer && binds.test(later))
                .filter(
                        later ->
                                mustWin(later, writer, home)
                                        || above(later, writer, place, home).orElse(false))
                .findFirst()
                .map(
                        later ->
                                "%s shows %s of %s in spite of %s"
                                        .formatted(place, value, writer, later));
    }

    private Optional<String> wronglyEmpty(
            Place place, Home home, List<Operation> touching, Predicate<Operation> binds) {
        List<Operation> writes =
                touching.stream()
                        .filter(each -> each instanceof Operation.Write)
                        .filter(binds)
                        .toList();
        if (writes.isEmpty()) {
            return Optional.empty();
        }
        boolean explained =
                touching.stream()
                        .filter(each -> each instanceof Operation.Deletion)
                        .anyMatch(deletion -> mayHide(deletion, writes, place, home));
        return explained
                ? Optional.empty()
                : Optional.of(
                        place + " shows nothing in spite of " + writes.get(writes.size() - 1));
    }

    private boolean mayHide(Operation deletion, List<Operation> writes, Place place, Home home) {
        return writes.stream()
                .noneMatch(
                        write ->
                                mustWin(write, deletion, home)
                                        || !above(deletion, write, place, home).orElse(true));
    }

    /** Whether an operation must have come to something, and a copy of that must be there still. */
    private boolean binds(Operation operation, Place place, Home home) {
        return operation.isAcknowledged()
                && !copies.lost(operation, place, home.shard())
                && (copies.seen(operation, place, home.shard())
                        || !forgottenByItsCoordinator(operation));
    }

    /** Whether a hint of it was on a disk that is now what it was before. */
    private boolean forgottenByItsCoordinator(Operation operation) {
        return returns.stream()
                .anyMatch(
                        each ->
                                each.node().equals(operation.coordinator)
                                        && operation.acknowledged() > each.then()
                                        && operation.invoked < each.now());
    }

    /** Whether the one has the higher stamp; empty if one of them was never seen on a disk. */
    private Optional<Boolean> above(Operation one, Operation other, Place place, Home home) {
        Optional<Stamp> higher = copies.stamp(one, place, home.shard());
        Optional<Stamp> lower = copies.stamp(other, place, home.shard());
        return higher.isPresent() && lower.isPresent()
                ? Optional.of(higher.get().compareTo(lower.get()) > 0)
                : Optional.empty();
    }

    private boolean mustWin(Operation later, Operation earlier, Home home) {
        if (!later.isAcknowledged() || !later.follows(earlier)) {
            return false;
        }
        boolean met =
                later.copies(home.owners()) + earlier.copies(home.owners()) > home.owners()
                        && !forgetful.contains(home.shard());
        return met
                || later.coordinator.equals(earlier.coordinator)
                        && !returnedBetween(later.coordinator, earlier, later);
    }

    private boolean returnedBetween(NodeId node, Operation earlier, Operation later) {
        return returns.stream()
                .anyMatch(
                        each ->
                                each.node().equals(node)
                                        && each.now() > earlier.invoked
                                        && each.now() < later.acknowledged());
    }
}
