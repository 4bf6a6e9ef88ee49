package io.annealdb.cli.simulator;

import io.annealdb.data.peer.NodeCalls;
import io.annealdb.data.peer.ReplicaReply;
import io.annealdb.data.peer.ShardDelete;
import io.annealdb.points.Delete;
import io.annealdb.storage.Engine;
import io.annealdb.storage.FreshOutcome;
import io.annealdb.storage.LateOutcome;
import io.annealdb.storage.Shard;
import io.annealdb.storage.ShardView;
import java.io.IOException;
import java.util.List;

/** The rules of deletes, each switched off. */
enum BrokenDeletes implements Sabotage {
    /** A node that holds nothing of the series forgets the delete. */
    D1_A_DELETE_HIDES_ONLY_WHAT_IS_THERE {
        @Override
        public Engine engine(Engine engine) {
            return BrokenEngine.of(
                    engine,
                    (shard, call) -> {
                        Object forgotten =
                                call.is("storeLate", Delete.class)
                                        ? new LateOutcome.Stored()
                                        : call.is("deleteFresh")
                                                ? new FreshOutcome.Stored(List.of())
                                                : null;
                        boolean delete = forgotten != null || call.is("store", Delete.class);
                        return delete && !holds(shard, (Delete) call.arguments()[0])
                                ? forgotten
                                : call.proceed();
                    });
        }

        private boolean holds(Shard shard, Delete delete) throws IOException {
            try (ShardView view = shard.view()) {
                return !view.series(delete.series()).isEmpty();
            }
        }
    },

    D2_HINTS_CARRY_NO_DELETES {
        @Override
        public NodeCalls calls(NodeCalls calls) {
            return Interposed.on(
                    NodeCalls.class,
                    calls,
                    call ->
                            call.is("delete") && !((ShardDelete) call.arguments()[0]).fresh()
                                    ? ReplicaReply.Stored.ALL
                                    : call.proceed());
        }
    },

    /** Whoever is told of a delete by a hop does not store it. */
    D2_HOPS_CARRY_NO_DELETES {
        private int hops;

        @Override
        public NodeCalls calls(NodeCalls calls) {
            return Interposed.on(
                    NodeCalls.class,
                    calls,
                    call -> {
                        boolean hop = call.is("ask") || call.is("runHop");
                        hops += hop ? 1 : 0;
                        try {
                            return call.proceed();
                        } finally {
                            hops -= hop ? 1 : 0;
                        }
                    });
        }

        @Override
        public Engine engine(Engine engine) {
            return BrokenEngine.of(
                    engine,
                    (shard, call) ->
                            call.is("store", Delete.class) && hops > 0 ? null : call.proceed());
        }
    },

    D2_NOTHING_IS_KEPT_FOR_NEW_SHARDS {
        @Override
        public Engine engine(Engine engine) {
            return Interposed.on(
                    Engine.class,
                    engine,
                    call -> call.is("keepForNewShards") ? null : call.proceed());
        }
    }
}
