package io.annealdb.data.local;

import io.annealdb.data.image.ImageCache;
import io.annealdb.data.peer.RefusedException;
import io.annealdb.data.peer.ReplicaReply;
import io.annealdb.data.peer.ShardDelete;
import io.annealdb.data.peer.ShardWrite;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.DatabaseInfo;
import io.annealdb.image.ShardPlace;
import io.annealdb.meta.client.MetaUnavailableException;
import io.annealdb.points.Delete;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.Stamp;
import io.annealdb.points.TimeRange;
import io.annealdb.points.time.HybridClock;
import io.annealdb.storage.Engine;
import io.annealdb.storage.FreshOutcome;
import io.annealdb.storage.LateOutcome;
import io.annealdb.storage.Shard;
import java.io.IOException;
import java.util.Optional;

/** Takes writes and deletes into this node's own copies, for any coordinator and any hint queue. */
public final class LocalWrites {
    private final NodeId self;
    private final ImageCache images;
    private final OwnedShards shards;
    private final Engine engine;
    private final HybridClock clock;

    public LocalWrites(
            NodeId self, ImageCache images, OwnedShards shards, Engine engine, HybridClock clock) {
        this.self = self;
        this.images = images;
        this.shards = shards;
        this.engine = engine;
        this.clock = clock;
    }

    /** A copy that may be written to, or why it may not. */
    private sealed interface Found {
        record Here(Shard shard) implements Found {}

        record Not(ReplicaReply reply) implements Found {}
    }

    public ReplicaReply write(ShardWrite write) {
        try {
            Stamp stamp = write.rows().stampAt(0);
            if (write.fresh() && clock.tooFarAhead(stamp.hlc())) {
                return new ReplicaReply.ClockAhead(clock.now());
            }
            Found found = find(write.shard());
            if (found instanceof Found.Not not) {
                return not.reply();
            }
            Shard shard = ((Found.Here) found).shard();
            if (!write.fresh()) {
                return reply(shard, shard.storeLate(write.rows()));
            }
            clock.hear(stamp.hlc());
            return reply(shard.writeFresh(write.rows()));
        } catch (IOException e) {
            throw new RefusedException("cannot write shard " + write.shard() + ": " + e);
        }
    }

    public ReplicaReply delete(ShardDelete sent) {
        try {
            Delete delete = sent.delete();
            if (sent.fresh() && clock.tooFarAhead(delete.stamp().hlc())) {
                return new ReplicaReply.ClockAhead(clock.now());
            }
            if (sent.shard().isEmpty()) {
                return keep(sent);
            }
            Found found = find(sent.shard().get());
            if (found instanceof Found.Not not) {
                return not.reply();
            }
            Shard shard = ((Found.Here) found).shard();
            if (!sent.fresh()) {
                return reply(shard, shard.storeLate(delete));
            }
            clock.hear(delete.stamp().hlc());
            return reply(shard.deleteFresh(delete));
        } catch (IOException e) {
            throw new RefusedException("cannot store the delete: " + e);
        }
    }

    /** What waits below a fence is refused: once the ring has ended, it is sent again. */
    private static ReplicaReply reply(Shard shard, LateOutcome outcome) {
        if (outcome instanceof LateOutcome.Settled settled) {
            return new ReplicaReply.Shadowed(settled.hlc());
        }
        if (outcome instanceof LateOutcome.Fenced fenced) {
            throw new RefusedException(
                    "repair "
                            + fenced.fence().repairId()
                            + " has closed shard "
                            + shard.spec().id()
                            + " above that stamp; once it has ended, send it again");
        }
        return ReplicaReply.Stored.ALL;
    }

    private ReplicaReply keep(ShardDelete sent) throws IOException {
        Optional<DatabaseInfo> database = images.image().database(sent.databaseId());
        if (database.isEmpty()) {
            database = images.linearizable().database(sent.databaseId());
        }
        if (database.isEmpty()) {
            return new ReplicaReply.Dropped();
        }
        engine.keepForNewShards(database.get().name(), sent.delete());
        return sent.shardsBelow() == 0
                ? ReplicaReply.Stored.ALL
                : intoNewerShards(database.get().name(), sent);
    }

    /** Those that the coordinator did not know; one made after this begins with what is kept. */
    private ReplicaReply intoNewerShards(String database, ShardDelete sent) throws IOException {
        Delete delete = sent.delete();
        long above = 0;
        for (Shard shard : engine.shards()) {
            TimeRange range = shard.spec().grid().range();
            boolean meant =
                    shard.spec().database().equals(database)
                            && shard.spec().id().value() >= sent.shardsBelow()
                            && delete.minTime() < range.end()
                            && delete.maxTime() >= range.start();
            if (!meant || shard.deletes().contains(delete)) {
                continue;
            }
            if (!sent.fresh()) {
                reply(shard, shard.storeLate(delete));
            } else if (shard.deleteFresh(delete) instanceof FreshOutcome.Shadowed by
                    && Long.compareUnsigned(by.hlc(), above) > 0) {
                above = by.hlc();
            }
        }
        return above == 0 ? ReplicaReply.Stored.ALL : new ReplicaReply.Shadowed(above);
    }

    private static ReplicaReply reply(FreshOutcome outcome) {
        if (outcome instanceof FreshOutcome.Shadowed shadowed) {
            return new ReplicaReply.Shadowed(shadowed.hlc());
        }
        return new ReplicaReply.Stored(((FreshOutcome.Stored) outcome).conflicts());
    }

    /** A shard that this node does not own by its image may be a newer one: meta is asked. */
    private Found find(ShardId id) throws IOException {
        ClusterImage image = images.image();
        Optional<ShardPlace> place = image.shard(id);
        if (place.isEmpty() || place.get().shard().owner(self).isEmpty()) {
            try {
                image = images.linearizable();
            } catch (MetaUnavailableException e) {
                throw new RefusedException(
                        "does not know shard " + id + " as its own, and " + e.getMessage());
            }
            place = image.shard(id);
        }
        if (place.isEmpty()) {
            return new Found.Not(new ReplicaReply.Dropped());
        }
        if (place.get().shard().owner(self).isEmpty()) {
            return new Found.Not(new ReplicaReply.NotOwner());
        }
        return new Found.Here(shards.open(image, place.get()));
    }
}
