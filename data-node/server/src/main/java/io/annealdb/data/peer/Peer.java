package io.annealdb.data.peer;

import io.annealdb.data.gossip.Whisper;
import io.annealdb.image.ClusterImage;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.proto.NodeStatusReply;
import io.annealdb.repair.compare.PushSession;
import io.annealdb.repair.coordinator.HopOrder;
import io.annealdb.repair.coordinator.RingEnded;
import io.annealdb.storage.PinnedFiles.PinnedFile;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * One other data node. Calls block until they are answered or their deadline has passed, then throw
 * {@link PeerException}; only those of the write path return at once. Whether the node lives shows
 * in the calls. Any thread may use it.
 */
public interface Peer extends ShardReads {
    NodeId node();

    /** Fails with a {@link PeerException} at the latest at the write timeout. */
    CompletableFuture<ReplicaReply> write(ShardWrite write);

    /** As {@link #write}. */
    CompletableFuture<ReplicaReply> delete(ShardDelete delete);

    /** What waits over there for this node; also the cheapest sign of life. */
    HintsWaiting hintsForMe();

    /** Rumours, and the answer to them. */
    Whisper gossip(Whisper whisper);

    /** The newest cluster image over there. */
    ClusterImage image();

    /** One round trip of a comparison. */
    byte[] ask(String repairId, ShardId shard, byte[] question) throws IOException;

    PushSession push(String repairId, ShardId shard) throws IOException;

    /** Of each file of a copy, how many bytes from its start are over there already. */
    List<Long> filesThere(String repairId, ShardId shard, List<PinnedFile> files)
            throws IOException;

    CopySession copyShard(String repairId, ShardId shard) throws IOException;

    /**
     * Has the peer run a hop of which it is the source.
     *
     * @param cancelled asked at least once a second; true ends the hop
     * @throws IOException if it did not come to a good end; again is harmless
     */
    void runHop(HopOrder order, BooleanSupplier cancelled) throws IOException;

    void ringEnded(RingEnded ended);

    NodeStatusReply status();
}
