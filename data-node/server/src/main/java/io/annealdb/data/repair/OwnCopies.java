package io.annealdb.data.repair;

import io.annealdb.data.image.ImageCache;
import io.annealdb.data.local.OwnedShards;
import io.annealdb.data.peer.RefusedException;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.ShardPlace;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.storage.Engine;
import io.annealdb.storage.Shard;
import java.io.IOException;
import java.util.Optional;

/** This node's copies of the shards that it owns; an orphan is none (repair.md O5). */
final class OwnCopies {
    private final NodeId self;
    private final ImageCache images;
    private final OwnedShards shards;
    private final Engine engine;

    OwnCopies(NodeId self, ImageCache images, OwnedShards shards, Engine engine) {
        this.self = self;
        this.images = images;
        this.shards = shards;
        this.engine = engine;
    }

    /** The copy, made if this node owns the shard and has not met it yet; empty if it is none's. */
    Optional<Shard> find(ShardId id) throws IOException {
        Optional<Shard> held = engine.shard(id);
        ClusterImage image = images.image();
        Optional<ShardPlace> place = image.shard(id);
        if (held.isEmpty() && place.isEmpty()) {
            image = images.linearizable();
            place = image.shard(id);
        }
        if (place.isEmpty() || place.get().shard().owner(self).isEmpty()) {
            return Optional.empty(); // dropped, or an orphan: never a source
        }
        return Optional.of(shards.open(image, place.get()));
    }

    /**
     * @throws RefusedException if this node does not own the shard
     */
    Shard owned(ShardId id) throws IOException {
        return find(id).orElseThrow(
                        () -> new RefusedException("node " + self + " does not own shard " + id));
    }
}
