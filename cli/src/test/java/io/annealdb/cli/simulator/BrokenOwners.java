package io.annealdb.cli.simulator;

import io.annealdb.data.peer.HintsWaiting;
import io.annealdb.data.peer.NodeCalls;
import io.annealdb.points.NodeId;
import io.annealdb.storage.Engine;
import io.annealdb.storage.ShardHealth;
import java.util.List;
import java.util.function.Predicate;

/** The rules of owners, each switched off. */
enum BrokenOwners implements Sabotage {
    O2_MISSING_IS_READ_AS_EMPTY {
        @Override
        public Engine engine(Engine engine) {
            return BrokenEngine.of(
                    engine,
                    (shard, call) -> call.is("health") ? ShardHealth.WHOLE : call.proceed());
        }
    },

    O3_NOBODY_KNOWS_THAT_HE_IS_BEHIND {
        @Override
        public NodeCalls calls(NodeCalls calls) {
            return Interposed.on(
                    NodeCalls.class,
                    calls,
                    call -> call.is("hintsFor") ? new HintsWaiting(0, 0) : call.proceed());
        }
    },

    O4_WHOEVER_IS_AWAY_IS_NOT_MISSED {
        @Override
        public List<NodeId> owners(List<NodeId> owners, Predicate<NodeId> up) {
            List<NodeId> living = owners.stream().filter(up).toList();
            return living.isEmpty() ? owners : living;
        }
    }
}
