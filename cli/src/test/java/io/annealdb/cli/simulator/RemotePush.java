package io.annealdb.cli.simulator;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.repair.compare.PushOutcome;
import io.annealdb.repair.compare.PushSession;

/** A stream of rows to a peer: the first chunk opens it, a failure ends it. */
final class RemotePush implements PushSession {
    private final SimulatedNetwork network;
    private final Life self;
    private final NodeId to;
    private final String repairId;
    private final ShardId shard;
    private PushSession there;

    RemotePush(SimulatedNetwork network, Life self, NodeId to, String repairId, ShardId shard) {
        this.network = network;
        this.self = self;
        this.to = to;
        this.repairId = repairId;
        this.shard = shard;
    }

    @Override
    public void send(byte[] chunk) {
        network.slowCall(
                self,
                to,
                "rows of " + repairId,
                calls -> {
                    if (there == null) {
                        there = calls.push(repairId, shard);
                    }
                    there.send(chunk);
                    return true;
                });
    }

    @Override
    public PushOutcome finish() {
        return there == null
                ? new PushOutcome(0, 0)
                : network.slowCall(self, to, "end of rows of " + repairId, calls -> there.finish());
    }

    @Override
    public void close() {
        if (there != null) {
            there.close();
        }
    }
}
