package io.annealdb.data.local;

import io.annealdb.image.ClusterImage;
import io.annealdb.image.DataNodeInfo;
import io.annealdb.meta.client.MetaService;
import io.annealdb.meta.client.MetaUnavailableException;
import io.annealdb.points.NodeId;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.MetaReply;
import io.annealdb.proto.ShardsHeld;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells meta of the shards that this node has begun to hold. Its own list says so too, but an older
 * copy of the folder that is put back has an older list: then meta's word shows what is missing
 * (repair.md O2). One number for all of them, told once for each new shard group. Any thread.
 */
public final class HeldShards {
    private static final Logger LOG = LoggerFactory.getLogger(HeldShards.class);

    private final NodeId self;
    private final OwnedShards shards;
    private final MetaService meta;
    private final InstantSource clock;

    public HeldShards(NodeId self, OwnedShards shards, MetaService meta, InstantSource clock) {
        this.self = self;
        this.shards = shards;
        this.meta = meta;
        this.clock = clock;
    }

    /**
     * Tells it unless meta knows; blocks. To be called when an image has come, and now and then.
     */
    public synchronized void tell(ClusterImage image) {
        long known = image.dataNode(self).map(DataNodeInfo::heldBelow).orElse(0L);
        boolean placedSince =
                image.shardsOf(self).stream()
                        .anyMatch(place -> place.shard().id().value() >= known);
        long below = placedSince ? shards.heldBelow(image) : 0;
        if (below <= known) {
            return;
        }
        try {
            MetaReply reply = meta.execute(command(image, below));
            if (!reply.getError().isEmpty()) {
                LOG.warn("Meta does not note which shards are held here: {}", reply.getError());
            }
        } catch (MetaUnavailableException e) {
            LOG.debug("Meta is told later that the shards below {} are held here", below, e);
        }
    }

    private MetaCommand command(ClusterImage image, long below) {
        return MetaCommand.newBuilder()
                .setNow(clock.millis())
                .setShardsHeld(
                        ShardsHeld.newBuilder()
                                .setNodeId(self.value())
                                .setFolderId(image.dataNode(self).orElseThrow().folderId())
                                .setBelow(below))
                .build();
    }
}
