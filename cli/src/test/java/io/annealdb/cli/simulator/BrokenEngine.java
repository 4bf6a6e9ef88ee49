package io.annealdb.cli.simulator;

import io.annealdb.points.ShardId;
import io.annealdb.storage.Engine;
import io.annealdb.storage.Shard;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An engine of which each shard does some things in a way of its own. */
final class BrokenEngine {
    /** What becomes of a call to a shard. */
    interface Fault {
        Object handle(Shard real, Interposed.Call call) throws Throwable;
    }

    private BrokenEngine() {}

    static Engine of(Engine engine, Fault fault) {
        Map<Shard, Shard> broken = new IdentityHashMap<>();
        return Interposed.on(
                Engine.class,
                engine,
                call -> {
                    Object answer = call.proceed();
                    if (answer instanceof Shard shard) {
                        return in(broken, shard, fault);
                    } else if (call.is("shard", ShardId.class)) {
                        return ((Optional<?>) answer).map(each -> in(broken, (Shard) each, fault));
                    } else if (call.is("shards")) {
                        return ((List<?>) answer)
                                .stream().map(each -> in(broken, (Shard) each, fault)).toList();
                    }
                    return answer;
                });
    }

    private static Shard in(Map<Shard, Shard> broken, Shard shard, Fault fault) {
        return broken.computeIfAbsent(
                shard, real -> Interposed.on(Shard.class, real, call -> fault.handle(real, call)));
    }
}
