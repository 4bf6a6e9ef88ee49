package io.annealdb.cli.simulator;

import io.annealdb.image.ShardPlace;
import io.annealdb.points.ShardId;
import java.io.IOException;
import java.util.List;

/** One block file is removed while its node is down. */
final class LostFile implements Strike {
    @Override
    public void hit(SimulatedNode node, Storm storm) {
        for (ShardPlace place : storm.losableShards(node)) {
            ShardId shard = place.shard().id();
            String folder = Storm.folder("data", shard) + "/";
            List<String> blocks =
                    node.diskWhileDown().files().stream()
                            .filter(file -> file.startsWith(folder) && file.endsWith(".block"))
                            .toList();
            if (!blocks.isEmpty()) {
                String file = storm.chance.of(blocks);
                storm.world.struck(Fault.FILE_LOST, node + " " + file);
                try {
                    node.diskWhileDown().remove(file);
                } catch (IOException e) {
                    throw storm.world.bug("the disk is on", e);
                }
                storm.shardLost(node, shard);
                return;
            }
        }
    }
}
