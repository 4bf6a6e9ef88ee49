package io.annealdb.data.node;

import com.codahale.metrics.Meter;
import com.google.protobuf.InvalidProtocolBufferException;
import io.annealdb.data.gossip.Rumour;
import io.annealdb.data.gossip.Rumour.Kind;
import io.annealdb.data.gossip.Rumour.Subject;
import io.annealdb.data.gossip.RumourMill;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.proto.NodeLoadProto;
import io.annealdb.proto.NodeRootsProto;
import io.annealdb.storage.DamagedException;
import io.annealdb.storage.Engine;
import io.annealdb.storage.Shard;
import io.annealdb.storage.ShardHealth;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this node tells of itself by rumour: a rumour only when there is something new to say. */
final class OwnNews {
    private static final Logger LOG = LoggerFactory.getLogger(OwnNews.class);

    /** A load that moved less is not worth a message to every node. */
    private static final double WORTH_TELLING = 0.1;

    private final NodeId self;
    private final IntSupplier incarnation;
    private final Engine engine;
    private final Meter points;
    private final LongSupplier hintBytes;
    private NodeLoadProto loadTold = NodeLoadProto.getDefaultInstance();
    private byte[] rootsTold = new byte[0];
    private Map<ShardId, Long> roots = Map.of();
    private int said;

    /**
     * @param points marks each point that a client wrote through this node
     */
    OwnNews(
            NodeId self,
            IntSupplier incarnation,
            Engine engine,
            Meter points,
            LongSupplier hintBytes) {
        this.self = self;
        this.incarnation = incarnation;
        this.engine = engine;
        this.points = points;
        this.hintBytes = hintBytes;
    }

    private Rumour say(Kind kind, byte[] body) {
        return new Rumour(
                Subject.of(kind, self), Rumour.versionOf(incarnation.getAsInt(), ++said), body);
    }

    synchronized Optional<Rumour> load() {
        List<Shard> shards = engine.shards();
        NodeLoadProto now =
                NodeLoadProto.newBuilder()
                        .setPointsPerSecond(points.getOneMinuteRate())
                        .setShardBytes(shards.stream().mapToLong(Shard::bytes).sum())
                        .setHintBytes(hintBytes.getAsLong())
                        .setShards(shards.size())
                        .build();
        boolean moved =
                moved(loadTold.getPointsPerSecond(), now.getPointsPerSecond())
                        || moved(loadTold.getShardBytes(), now.getShardBytes())
                        || moved(loadTold.getHintBytes(), now.getHintBytes())
                        || loadTold.getShards() != now.getShards();
        if (!moved) {
            return Optional.empty();
        }
        loadTold = now;
        return Optional.of(say(Kind.LOAD, now.toByteArray()));
    }

    private static boolean moved(double before, double now) {
        return Math.abs(now - before) > WORTH_TELLING * Math.max(1, Math.max(now, before));
    }

    /** The short roots of all whole shards; computed anew where something was written. */
    synchronized Optional<Rumour> roots() {
        Map<ShardId, Long> now = new HashMap<>();
        NodeRootsProto.Builder out = NodeRootsProto.newBuilder();
        long before = 0;
        List<Shard> shards =
                engine.shards().stream()
                        .filter(shard -> shard.health() == ShardHealth.WHOLE)
                        .sorted(Comparator.comparing(shard -> shard.spec().id()))
                        .toList();
        for (Shard shard : shards) {
            try {
                ShardId id = shard.spec().id();
                long root = shard.root().folded();
                now.put(id, root);
                out.addShardIds(id.value() - before).addRoots(root);
                before = id.value();
            } catch (IOException | DamagedException e) {
                LOG.debug("no rumour of shard {}", shard.spec().id(), e);
            }
        }
        roots = now;
        byte[] body = out.build().toByteArray();
        if (Arrays.equals(body, rootsTold) || body.length > Rumour.BODY_BYTES_MAX) {
            return Optional.empty();
        }
        rootsTold = body;
        return Optional.of(say(Kind.ROOTS, body));
    }

    /** As {@link #roots} last computed them. */
    synchronized Map<ShardId, Long> ownRoots() {
        return roots;
    }

    static Map<NodeId, Map<ShardId, Long>> rootsHeard(RumourMill mill, List<NodeId> nodes) {
        Map<NodeId, Map<ShardId, Long>> heard = new HashMap<>();
        for (NodeId node : nodes) {
            mill.about(Subject.of(Kind.ROOTS, node))
                    .ifPresent(rumour -> heard.put(node, decodeRoots(rumour.body())));
        }
        return heard;
    }

    private static Map<ShardId, Long> decodeRoots(byte[] body) {
        Map<ShardId, Long> roots = new HashMap<>();
        try {
            NodeRootsProto told = NodeRootsProto.parseFrom(body);
            long id = 0;
            int count = Math.min(told.getShardIdsCount(), told.getRootsCount());
            for (int i = 0; i < count; i++) {
                id += told.getShardIds(i);
                roots.put(new ShardId(id), told.getRoots(i));
            }
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            LOG.warn("A rumour of roots cannot be read: {}", e.getMessage());
        }
        return roots;
    }

    static Optional<NodeLoadProto> loadHeard(RumourMill mill, NodeId node) {
        return mill.about(Subject.of(Kind.LOAD, node))
                .flatMap(
                        rumour -> {
                            try {
                                return Optional.of(NodeLoadProto.parseFrom(rumour.body()));
                            } catch (InvalidProtocolBufferException e) {
                                return Optional.empty();
                            }
                        });
    }
}
