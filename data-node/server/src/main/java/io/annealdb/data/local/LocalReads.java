package io.annealdb.data.local;

import io.annealdb.data.image.ClusterView;
import io.annealdb.data.peer.ColumnStream;
import io.annealdb.data.peer.RefusedException;
import io.annealdb.data.peer.ShardReads;
import io.annealdb.image.Certificate;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.Owner;
import io.annealdb.image.OwnerState;
import io.annealdb.image.ShardPlace;
import io.annealdb.points.FieldType;
import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.ShardId;
import io.annealdb.storage.DamagedException;
import io.annealdb.storage.Shard;
import io.annealdb.storage.ShardHealth;
import io.annealdb.storage.ShardView;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads of this node's own copies; a copy that may lack points refuses, unless told not to. */
public final class LocalReads implements ShardReads {
    private final NodeId self;
    private final ClusterView cluster;
    private final OwnedShards shards;
    private final Supplier<List<NodeId>> behind;
    private final Function<Shard, Optional<Certificate>> missed;

    /**
     * @param behind the peers that may hold hints for this node (repair.md O3)
     * @param missed the certificate that a copy is behind: it may stand on an old disk
     */
    public LocalReads(
            NodeId self,
            ClusterView cluster,
            OwnedShards shards,
            Supplier<List<NodeId>> behind,
            Function<Shard, Optional<Certificate>> missed) {
        this.self = self;
        this.cluster = cluster;
        this.shards = shards;
        this.behind = behind;
        this.missed = missed;
    }

    @Override
    public ColumnStream scan(ShardId shard, ShardView.Scan scan, boolean asItIs) {
        ShardView view = view(shard, asItIs);
        try {
            return new ViewStream(shard, view, view.scan(scan));
        } catch (DamagedException e) {
            view.close();
            throw damaged(shard, e);
        } catch (RuntimeException e) {
            view.close();
            throw e;
        }
    }

    @Override
    public SortedSet<String> measurements(ShardId shard, SeriesPredicate where, boolean asItIs) {
        return read(
                shard,
                asItIs,
                view ->
                        where instanceof SeriesPredicate.Every
                                ? view.measurements()
                                : view.series(where).stream()
                                        .map(SeriesKey::measurement)
                                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Override
    public List<SeriesKey> series(ShardId shard, SeriesPredicate where, boolean asItIs) {
        return read(shard, asItIs, view -> view.series(where));
    }

    @Override
    public Map<String, Set<FieldType>> fields(ShardId shard, String measurement, boolean asItIs) {
        return read(shard, asItIs, view -> view.fields(measurement));
    }

    private <T> T read(ShardId shard, boolean asItIs, Function<ShardView, T> reader) {
        try (ShardView view = view(shard, asItIs)) {
            return reader.apply(view);
        } catch (DamagedException e) {
            throw damaged(shard, e);
        }
    }

    private RefusedException damaged(ShardId shard, DamagedException e) {
        return new RefusedException(
                "shard " + shard + " on node " + self + " is damaged: " + e.getMessage());
    }

    private ShardView view(ShardId id, boolean asItIs) {
        ClusterImage image = cluster.image();
        Optional<ShardPlace> place = image.shard(id);
        Optional<Owner> owner = place.flatMap(known -> known.shard().owner(self));
        if (owner.isEmpty()) {
            throw new RefusedException("node " + self + " does not own shard " + id);
        }
        try {
            Shard shard = shards.open(image, place.get());
            if (!asItIs) {
                checkWhole(shard, owner.get());
            }
            return shard.view();
        } catch (DamagedException e) {
            throw damaged(id, e);
        } catch (IOException e) {
            throw new RefusedException("shard " + id + " on node " + self + ": " + e);
        }
    }

    private void checkWhole(Shard shard, Owner owner) {
        ShardId id = shard.spec().id();
        if (owner.state() == OwnerState.FILLING) {
            throw new RefusedException("shard " + id + " on node " + self + " is being filled");
        }
        String trouble = trouble(shard);
        if (!trouble.isEmpty()) {
            throw new RefusedException(
                    "shard " + id + " on node " + self + " is not whole: " + trouble);
        }
        List<NodeId> holders = behind.get();
        if (!holders.isEmpty()) {
            throw new RefusedException(
                    "node " + self + " is behind: hints may wait for it on node " + holders.get(0));
        }
    }

    /** Why this node's copy of a shard is not whole; empty if it is, or if the node has none. */
    public String trouble(ShardId id) {
        ClusterImage image = cluster.image();
        Optional<ShardPlace> place = image.shard(id);
        if (place.isEmpty() || place.get().shard().owner(self).isEmpty()) {
            return "";
        }
        try {
            return trouble(shards.open(image, place.get()));
        } catch (IOException | DamagedException e) {
            return e.getMessage();
        }
    }

    private String trouble(Shard shard) {
        if (shard.health() != ShardHealth.WHOLE) {
            return shard.trouble();
        }
        return missed.apply(shard)
                .map(
                        certificate ->
                                "it is behind the certificate of repair "
                                        + certificate.repairId()
                                        + "; the next repair resets it")
                .orElse("");
    }

    /** Closes its view at the end, early or not. */
    private final class ViewStream implements ColumnStream {
        private final ShardId shard;
        private final ShardView view;
        private final Iterator<SeriesColumns> runs;
        private boolean closed;

        ViewStream(ShardId shard, ShardView view, Iterator<SeriesColumns> runs) {
            this.shard = shard;
            this.view = view;
            this.runs = runs;
        }

        @Override
        public boolean hasNext() {
            try {
                boolean more = !closed && runs.hasNext();
                if (!more) {
                    close();
                }
                return more;
            } catch (DamagedException e) {
                close();
                throw damaged(shard, e);
            }
        }

        @Override
        public SeriesColumns next() {
            try {
                return runs.next();
            } catch (DamagedException e) {
                close();
                throw damaged(shard, e);
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                view.close();
            }
        }
    }
}
