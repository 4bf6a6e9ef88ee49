package io.annealdb.data.peer.grpc;

import io.annealdb.proto.HopOrder;
import io.annealdb.proto.StopHopRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The hops that run from this node, so that a coordinator can end one and hear what it sent. */
final class RunningHops {
    private record Key(String repair, long shard, int to) {}

    private final Map<Key, HopCall> hops = new ConcurrentHashMap<>();

    /** Runs a hop to its end; of two alike the later one is the one to be stopped. */
    void run(HopOrder order, HopCall hop) {
        Key key = new Key(order.getRepairId(), order.getShardId(), order.getTo());
        hops.put(key, hop);
        try {
            hop.run();
        } finally {
            hops.remove(key, hop);
        }
    }

    /** Does nothing if it does not run. */
    void stop(StopHopRequest which) {
        HopCall hop = hops.get(new Key(which.getRepairId(), which.getShardId(), which.getTo()));
        if (hop != null) {
            hop.stop();
        }
    }
}
