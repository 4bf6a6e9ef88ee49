package io.annealdb.data.local;

import io.annealdb.image.ClusterImage;
import io.annealdb.image.DataNodeInfo;
import io.annealdb.image.ShardPlace;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.storage.Engine;
import io.annealdb.storage.Shard;
import io.annealdb.storage.ShardSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the engine's shards in step with the cluster image. A shard that this node owns and that
 * its folder never held is new, and made at once, so that the folder's own list names it before
 * anything in it is acknowledged; but if meta knows that this node has held it, it was lost with
 * another folder, or since an older copy of this one was put back, and is missing (repair.md O2).
 * What meta has dropped is dropped, on its record alone (D4). Any thread may use it.
 */
public final class OwnedShards {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedShards.class);

    private final Engine engine;
    private final NodeId self;

    public OwnedShards(Engine engine, NodeId self) {
        this.engine = engine;
        this.self = self;
    }

    /** This node's copy of a shard that the image places here. */
    public Shard open(ClusterImage image, ShardPlace place) throws IOException {
        Optional<Shard> held = engine.shard(place.shard().id());
        if (held.isPresent()) {
            return held.get();
        }
        ShardSpec spec =
                new ShardSpec(
                        place.shard().id(),
                        place.database().name(),
                        place.policy().name(),
                        place.shard().grid());
        boolean lost =
                image.dataNode(self).map(node -> hasHeld(node, place.shard().id())).orElse(false);
        return lost ? engine.openAsMissing(spec) : engine.openOrCreate(spec);
    }

    private boolean isOwnFolder(DataNodeInfo node) {
        return node.folderId().equals(engine.folderId().toString());
    }

    private boolean hasHeld(DataNodeInfo node, ShardId shard) {
        if (!isOwnFolder(node)) {
            throw new IllegalStateException(
                    "meta knows this node with folder " + node.folderId() + ", not with its own");
        }
        return node.hasHeld(shard);
    }

    /** Opens what is owned and not open yet, drops what meta has dropped. */
    public void follow(ClusterImage image) {
        if (image.dataNode(self).filter(this::isOwnFolder).isEmpty()) {
            LOG.error(
                    "Node {} is registered with another data folder now: a second node runs under"
                            + " its name. Stop one of the two.",
                    self);
            return;
        }
        for (ShardPlace place : image.shardsOf(self)) {
            try {
                open(image, place);
            } catch (IOException | RuntimeException e) {
                LOG.error("shard {} cannot be opened: {}", place.shard().id(), e.toString());
            }
        }
        drop(image);
    }

    /**
     * The list of this folder names each shard below that number that an image places here; 0 if
     * the image does not know this folder.
     */
    long heldBelow(ClusterImage image) {
        if (image.dataNode(self).filter(this::isOwnFolder).isEmpty()) {
            return 0;
        }
        Set<ShardId> unopened =
                engine.unopened().keySet().stream().map(ShardSpec::id).collect(Collectors.toSet());
        return image.shardsOf(self).stream()
                .map(place -> place.shard().id())
                .filter(id -> engine.shard(id).isEmpty() && !unopened.contains(id))
                .mapToLong(ShardId::value)
                .min()
                .orElse(image.next().shard());
    }

    /** Whether this node holds a shard that an image places on others. */
    public boolean holdsOrphans(ClusterImage image) {
        return heldHere().stream().anyMatch(spec -> isOrphan(image, spec.id()));
    }

    private boolean isOrphan(ClusterImage image, ShardId id) {
        return image.shard(id).map(place -> place.shard().owner(self).isEmpty()).orElse(false);
    }

    /**
     * Sets aside what is not owned (repair.md O5).
     *
     * @param confirmed an image that meta has given just now: by an older one a shard that came
     *     here since would not be owned yet
     */
    public void setAsideOrphans(ClusterImage confirmed) {
        for (ShardSpec spec : heldHere()) {
            if (isOrphan(confirmed, spec.id())) {
                try {
                    engine.setAside(spec.id());
                    LOG.warn(
                            "Shard {} is an orphan: this node holds it, but meta names others as its"
                                    + " owners. It is set aside in orphans/, and not read any more;"
                                    + " remove it there when `anneal check --shard {}` is clean.",
                            spec.id(),
                            spec.id());
                } catch (IOException | RuntimeException e) {
                    LOG.error("orphan {} cannot be set aside: {}", spec.id(), e.toString());
                }
            }
        }
    }

    private void drop(ClusterImage image) {
        Set<String> held = new TreeSet<>();
        for (ShardSpec spec : heldHere()) {
            held.add(spec.database());
            ShardId id = spec.id();
            // An image from before the shard's record does not name it either.
            boolean handedOut = id.value() < image.next().shard();
            if (handedOut && image.shard(id).isEmpty()) {
                try {
                    engine.drop(id);
                    LOG.info("Dropped shard {}: meta has dropped its group.", id);
                } catch (IOException | RuntimeException e) {
                    LOG.error("shard {} cannot be dropped: {}", id, e.toString());
                }
            }
        }
        dropOrphans(image);
        held.removeAll(image.databases().stream().map(db -> db.name()).collect(Collectors.toSet()));
        held.removeAll(heldHere().stream().map(ShardSpec::database).collect(Collectors.toSet()));
        for (String database : held) {
            try {
                engine.dropDatabase(database);
            } catch (IOException | RuntimeException e) {
                LOG.error("database {} cannot be dropped: {}", database, e.toString());
            }
        }
    }

    private List<ShardSpec> heldHere() {
        List<ShardSpec> all = new ArrayList<>(engine.unopened().keySet());
        engine.shards().forEach(shard -> all.add(shard.spec()));
        return all;
    }

    private void dropOrphans(ClusterImage image) {
        try {
            for (ShardId id : engine.orphans().keySet()) {
                if (id.value() < image.next().shard() && image.shard(id).isEmpty()) {
                    engine.drop(id);
                }
            }
        } catch (IOException e) {
            LOG.error("orphans cannot be dropped: {}", e.toString());
        }
    }
}
