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
 * anything in it is acknowledged; but if meta placed it here before the folder came, it was lost
 * with the old one, and is missing (repair.md O2). What meta has dropped is dropped, on its record
 * alone (D4). Any thread may use it.
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
                image.dataNode(self)
                        .map(node -> placedBeforeFolder(node, place.shard().id()))
                        .orElse(false);
        return lost ? engine.openAsMissing(spec) : engine.openOrCreate(spec);
    }

    private boolean placedBeforeFolder(DataNodeInfo node, ShardId shard) {
        if (!node.folderId().equals(engine.folderId().toString())) {
            throw new IllegalStateException(
                    "meta knows this node with folder " + node.folderId() + ", not with its own");
        }
        return node.placedBeforeFolder(shard);
    }

    /** Opens what is owned and not open yet, drops what meta has dropped. */
    public void follow(ClusterImage image) {
        boolean known =
                image.dataNode(self)
                        .map(node -> node.folderId().equals(engine.folderId().toString()))
                        .orElse(false);
        if (!known) {
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
