package io.annealdb.data.peer;

import io.annealdb.data.gossip.Whisper;
import io.annealdb.image.ClusterImage;
import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.ShardId;
import io.annealdb.proto.NodeStatusReply;
import io.annealdb.repair.compare.DifferenceListener;
import io.annealdb.repair.compare.HopOutcome;
import io.annealdb.repair.compare.HopProgress;
import io.annealdb.repair.compare.PushSession;
import io.annealdb.repair.coordinator.HopOrder;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.coordinator.ResetOrder;
import io.annealdb.repair.coordinator.ResetReport;
import io.annealdb.repair.coordinator.RingEnded;
import io.annealdb.repair.coordinator.RootsQuestion;
import io.annealdb.repair.job.HopReport;
import io.annealdb.storage.PinnedFiles.PinnedFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What a data node does when it is called: by peers, by the repair coordinator, by operators. The
 * gRPC service and the simulator's network call the same object. Calls block; any thread may make
 * them. A node that cannot answer throws {@link RefusedException}; any other exception is a fault.
 */
public interface NodeCalls extends ShardReads {
    /**
     * @throws RefusedException if the disk refused; nothing is acknowledged then
     */
    ReplicaReply write(ShardWrite write);

    ReplicaReply delete(ShardDelete delete);

    /** What still waits here for the node that asks (repair.md O3). */
    HintsWaiting hintsFor(NodeId asking);

    /**
     * An entry for each shard asked for, in their order, held or not. If a repair asks, its fence
     * is on disk before the answer.
     */
    List<OwnerRoot> roots(RootsQuestion question);

    /** Runs a hop of which this node is the source. */
    HopReport runHop(HopOrder order, HopProgress progress) throws IOException;

    /**
     * Compares as the source of a hop would, and counts.
     *
     * @param listener told each value that the hop would send
     */
    HopOutcome dryRun(HopOrder order, HopProgress progress, DifferenceListener listener)
            throws IOException;

    /**
     * The visible values at some points, with their stamps; of a series in order of time, then
     * stamp.
     *
     * @param points times of each series, ascending
     */
    Rows versions(ShardId shard, Map<SeriesKey, long[]> points) throws IOException;

    /**
     * Reads every block of this node's copy, and its logs.
     *
     * @param cancelled asked now and then; true ends it
     */
    VerifiedCopy verify(ShardId shard, BooleanSupplier cancelled) throws IOException;

    /** Has this node, which is behind, drop what others have deleted (repair.md R5). */
    ResetReport reset(ResetOrder order, HopProgress progress) throws IOException;

    void ringEnded(RingEnded ended);

    /** Answers a question of a comparison of which this node is the successor. */
    byte[] ask(NodeId source, String repairId, ShardId shard, byte[] question) throws IOException;

    /**
     * Opens a stream of rows into this node's copy; each chunk is on disk when its call returns.
     */
    PushSession push(String repairId, ShardId shard);

    /** Of each file of a copy to come, how many bytes from its start are here already. */
    List<Long> filesHere(String repairId, ShardId shard, List<PinnedFile> files) throws IOException;

    /** Opens a stream of another owner's files into this node's copy. */
    CopySession copyShard(String repairId, ShardId shard);

    Whisper gossip(NodeId from, Whisper whisper);

    NodeStatusReply status();

    ClusterImage image();
}
