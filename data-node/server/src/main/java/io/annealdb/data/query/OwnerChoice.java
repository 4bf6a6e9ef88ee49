package io.annealdb.data.query;

import io.annealdb.data.peer.PeerHealth;
import io.annealdb.image.Owner;
import io.annealdb.image.OwnerState;
import io.annealdb.image.ShardInfo;
import io.annealdb.points.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * In what order a shard's owners are tried: this node, then live peers, the first of them another
 * one for each shard so that the load spreads; owners that do not answer only if nobody else is
 * left. One that is being filled answers no query (repair.md O1).
 */
final class OwnerChoice {
    private final NodeId self;
    private final PeerHealth health;

    OwnerChoice(NodeId self, PeerHealth health) {
        this.self = self;
        this.health = health;
    }

    List<NodeId> order(ShardInfo shard) {
        List<NodeId> peers = new ArrayList<>();
        boolean own = false;
        for (Owner owner : shard.owners()) {
            if (owner.state() == OwnerState.FILLING) {
                continue;
            }
            if (owner.node().equals(self)) {
                own = true;
            } else {
                peers.add(owner.node());
            }
        }
        if (!peers.isEmpty()) {
            Collections.rotate(peers, (int) (shard.id().value() % peers.size()));
        }
        List<NodeId> live = new ArrayList<>(peers.stream().filter(health::live).toList());
        if (own) {
            live.add(0, self);
        }
        return live.isEmpty() ? peers : live;
    }
}
