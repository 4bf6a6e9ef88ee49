package io.annealdb.cli.simulator;

import io.annealdb.points.Delete;
import io.annealdb.points.Rows;
import io.annealdb.points.Shape;
import io.annealdb.points.ShardId;
import io.annealdb.storage.Engine;
import io.annealdb.storage.FreshOutcome;
import io.annealdb.storage.LateOutcome;
import io.annealdb.storage.Shard;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells {@link Copies} what a node's engine has on its disk, as soon as it has. */
final class WatchedStorage {
    private final SimulatedNode node;
    private final Copies copies;
    private final Map<Shard, Shard> watched = new IdentityHashMap<>();

    private WatchedStorage(SimulatedNode node, Copies copies) {
        this.node = node;
        this.copies = copies;
    }

    static Engine around(Engine engine, SimulatedNode node, Copies copies) {
        WatchedStorage storage = new WatchedStorage(node, copies);
        return Interposed.on(Engine.class, engine, storage::engineCall);
    }

    private Object engineCall(Interposed.Call call) throws Throwable {
        Object answer = call.proceed();
        if (call.is("keepForNewShards")) {
            copies.kept(node.id(), (Delete) call.arguments()[1]);
        } else if (answer instanceof Shard shard) {
            if (call.is("openOrCreate")) {
                shard.deletes().forEach(each -> copies.stored(node.id(), shard.spec().id(), each));
            }
            return watched(shard);
        } else if (call.is("shard")) {
            return ((Optional<?>) answer).map(shard -> watched((Shard) shard));
        } else if (call.is("shards")) {
            return ((List<?>) answer).stream().map(shard -> watched((Shard) shard)).toList();
        }
        return answer;
    }

    private Shard watched(Shard shard) {
        return watched.computeIfAbsent(
                shard, real -> Interposed.on(Shard.class, real, call -> shardCall(call, real)));
    }

    private Object shardCall(Interposed.Call call, Shard shard) throws Throwable {
        ShardId id = shard.spec().id();
        Object answer = call.proceed();
        if (call.is("store", Rows.class)) {
            stored(id, (Rows) call.arguments()[0], Set.of());
        } else if (call.is("store", Delete.class)) {
            copies.stored(node.id(), id, (Delete) call.arguments()[0]);
        } else if (answer instanceof LateOutcome.Stored) {
            if (call.arguments()[0] instanceof Rows rows) {
                stored(id, rows, Set.of());
            } else {
                copies.stored(node.id(), id, (Delete) call.arguments()[0]);
            }
        } else if (answer instanceof FreshOutcome.Stored outcome) {
            if (call.is("writeFresh")) {
                stored(id, (Rows) call.arguments()[0], rows(outcome));
            } else if (call.is("deleteFresh")) {
                copies.stored(node.id(), id, (Delete) call.arguments()[0]);
            }
        }
        return answer;
    }

    private static Set<Integer> rows(FreshOutcome.Stored outcome) {
        return outcome.conflicts().stream()
                .map(FreshOutcome.TypeConflict::row)
                .collect(Collectors.toSet());
    }

    private void stored(ShardId shard, Rows rows, Set<Integer> leftOut) {
        for (int row = 0; row < rows.size(); row++) {
            Shape shape = rows.shape(row);
            for (int column = 0; column < shape.size() && !leftOut.contains(row); column++) {
                copies.stored(node.id(), shard, rows.value(row, column), rows.stamp(row));
            }
        }
    }
}
