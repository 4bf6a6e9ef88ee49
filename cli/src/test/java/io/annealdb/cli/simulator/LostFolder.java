package io.annealdb.cli.simulator;

import io.annealdb.image.ShardPlace;
import io.annealdb.points.ShardId;
import java.io.IOException;
import java.util.List;

/** The folders of one shard are removed while its node is down. */
final class LostFolder implements Strike {
    @Override
    public void hit(SimulatedNode node, Storm storm) {
        List<ShardPlace> candidates = storm.losableShards(node);
        if (candidates.isEmpty()) {
            return;
        }
        ShardId shard = storm.chance.of(candidates).shard().id();
        storm.world.struck(Fault.SHARD_LOST, node + " shard " + shard);
        try {
            for (String kind : List.of("data", "wal")) {
                node.diskWhileDown().remove(Storm.folder(kind, shard));
            }
        } catch (IOException e) {
            throw storm.world.bug("the disk is on", e);
        }
        storm.shardLost(node, shard);
    }
}
