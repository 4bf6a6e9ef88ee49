package io.annealdb.cli.simulator;

import io.annealdb.points.Delete;
import io.annealdb.points.FieldValue;
import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.ShardId;
import io.annealdb.points.Stamp;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * On which disks each value and each delete has been, and under what stamp: so the judge knows
 * whether a copy has survived, and which of two operations is the later one by their stamps.
 *
 * <p>A value is written once only, and no two deletes have the same range, so both can be told
 * apart wherever they turn up. A hint on its coordinator's disk is no copy here.
 */
final class Copies {
    /** A delete without its stamp. */
    private record Range(SeriesPredicate series, long minTime, long maxTime) {
        static Range of(Delete delete) {
            return new Range(delete.series(), delete.minTime(), delete.maxTime());
        }

        static Range of(Operation.Deletion deletion) {
            return new Range(deletion.series, deletion.minTime, deletion.maxTime);
        }
    }

    /** The copies of one thing under its highest stamp: copies under a lower one count no more. */
    private static final class Held {
        private final Set<NodeId> nodes = new HashSet<>();
        private Stamp stamp = Stamp.NONE;

        void at(NodeId node, Stamp under) {
            if (under.compareTo(stamp) > 0) {
                stamp = under;
                nodes.clear();
            }
            if (under.equals(stamp)) {
                nodes.add(node);
            }
        }
    }

    /** What one disk held at a moment. */
    record Inventory(Set<Held> held) {}

    private final Map<ShardId, Map<FieldValue, Held>> values = new HashMap<>();
    private final Map<ShardId, Map<Range, Held>> deletes = new HashMap<>();
    private final Map<Range, Held> kept = new HashMap<>();

    /** The highest clock value of all stamps that each node gave, as far as any disk has them. */
    private final Map<Integer, Long> given = new HashMap<>();

    /** Nodes whose disk somebody has put back or emptied: their clock's bound went with it. */
    private final Set<NodeId> changed = new HashSet<>();

    void stored(NodeId node, ShardId shard, FieldValue value, Stamp stamp) {
        given.merge(stamp.node(), stamp.hlc(), Math::max);
        values.computeIfAbsent(shard, id -> new HashMap<>())
                .computeIfAbsent(value, v -> new Held())
                .at(node, stamp);
    }

    void stored(NodeId node, ShardId shard, Delete delete) {
        deletes.computeIfAbsent(shard, id -> new HashMap<>())
                .computeIfAbsent(Range.of(delete), range -> new Held())
                .at(node, delete.stamp());
    }

    /** A delete is kept for shards to come. */
    void kept(NodeId node, Delete delete) {
        kept.computeIfAbsent(Range.of(delete), range -> new Held()).at(node, delete.stamp());
    }

    /** No later stamp of a node may be lower, but by the fault of whoever changed its disk. */
    long highestClockOf(NodeId node) {
        return changed.contains(node) ? 0 : given.getOrDefault(node.value(), 0L);
    }

    /** The highest clock value of all stamps that any disk has. */
    long highestClock() {
        return given.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** A node's copy of a shard is gone, or no longer known to be whole. */
    void lost(NodeId node, ShardId shard) {
        values.getOrDefault(shard, Map.of()).values().forEach(held -> held.nodes.remove(node));
        deletes.getOrDefault(shard, Map.of()).values().forEach(held -> held.nodes.remove(node));
    }

    Inventory inventory(NodeId node) {
        Set<Held> all = new HashSet<>();
        everything()
                .forEach(
                        held -> {
                            if (held.nodes.contains(node)) {
                                all.add(held);
                            }
                        });
        return new Inventory(all);
    }

    /** A node's disk is again what it was; what came there since is gone from it. */
    void putBack(NodeId node, Inventory then) {
        changed.add(node);
        everything()
                .forEach(
                        held -> {
                            if (then.held().contains(held)) {
                                held.nodes.add(node);
                            } else {
                                held.nodes.remove(node);
                            }
                        });
    }

    private Set<Held> everything() {
        Set<Held> all = new HashSet<>(kept.values());
        values.values().forEach(each -> all.addAll(each.values()));
        deletes.values().forEach(each -> all.addAll(each.values()));
        return all;
    }

    private Optional<Held> held(Operation operation, Place place, ShardId shard) {
        return Optional.ofNullable(
                operation instanceof Operation.Write write
                        ? values.getOrDefault(shard, Map.of()).get(write.values.get(place))
                        : deletes.getOrDefault(shard, Map.of())
                                .get(Range.of((Operation.Deletion) operation)));
    }

    /** Whether what an operation did in a shard was on owners' disks, and all of those lost it. */
    boolean lost(Operation operation, Place place, ShardId shard) {
        return held(operation, place, shard).filter(held -> held.nodes.isEmpty()).isPresent();
    }

    /** Whether any disk of an owner has ever had it. */
    boolean seen(Operation operation, Place place, ShardId shard) {
        return held(operation, place, shard).isPresent();
    }

    /** The highest stamp that it has been seen with in a shard. */
    Optional<Stamp> stamp(Operation operation, Place place, ShardId shard) {
        return held(operation, place, shard).map(held -> held.stamp);
    }
}
