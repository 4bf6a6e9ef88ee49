package io.annealdb.cli.repair;

import io.annealdb.cli.check.OwnerRoots;
import io.annealdb.image.RingStart;
import io.annealdb.image.ShardPlace;
import io.annealdb.points.NodeId;
import io.annealdb.proto.PlannedShard;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.coordinator.PlannedRoots;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The digests that a repair stands on: of every owner of every shard, as they were gathered. Equal
 * digests make equal rings, since the rings' starts are drawn from them; so the hash, which has the
 * starts in it too, stands for the whole plan.
 */
public final class PlanDigest {
    private static final int HASH_BYTES = 8;

    private final List<ShardPlace> places;
    private final OwnerRoots roots;
    private final Optional<NodeId> wanted;
    private final long draw;

    /**
     * @param wanted where the operator wants rings to begin
     */
    public PlanDigest(List<ShardPlace> places, OwnerRoots roots, Optional<NodeId> wanted) {
        this.places = List.copyOf(places);
        this.roots = roots;
        this.wanted = wanted;
        this.draw = ByteBuffer.wrap(sha(false)).getLong() | 1;
    }

    /** From which the starts are drawn; never 0. */
    public long draw() {
        return draw;
    }

    /** Where the ring over a shard begins. */
    public NodeId start(ShardPlace place) {
        return wanted.orElseGet(
                () -> RingStart.drawn(place.shard().ownerNodes(), place.shard().id(), draw));
    }

    /** The plan's name: the same digests and starts, the same hash. */
    public String hash() {
        return HexFormat.of().formatHex(sha(true), 0, HASH_BYTES);
    }

    /** What a job is to find of each shard before it begins. */
    public List<PlannedShard> shards() {
        return places.stream()
                .map(place -> place.shard().id())
                .map(
                        shard ->
                                PlannedShard.newBuilder()
                                        .setShardId(shard.value())
                                        .setRoots(PlannedRoots.of(roots.of(shard)))
                                        .build())
                .toList();
    }

    private byte[] sha(boolean withStarts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (ShardPlace place : places) {
                for (NodeId owner : place.shard().ownerNodes()) {
                    OwnerRoot root = roots.of(place.shard().id()).get(owner);
                    String line =
                            place.shard().id()
                                    + " "
                                    + owner
                                    + " "
                                    + (root == null ? "away" : PlannedRoots.line(root))
                                    + (withStarts ? " " + start(place) : "")
                                    + "\n";
                    sha.update(line.getBytes(StandardCharsets.UTF_8));
                }
            }
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
