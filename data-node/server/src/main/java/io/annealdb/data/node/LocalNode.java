package io.annealdb.data.node;

import io.annealdb.data.gossip.Whisper;
import io.annealdb.data.hint.HintedHandoff;
import io.annealdb.data.image.ImageCache;
import io.annealdb.data.local.LocalReads;
import io.annealdb.data.local.LocalWrites;
import io.annealdb.data.peer.ColumnStream;
import io.annealdb.data.peer.CopySession;
import io.annealdb.data.peer.HintsWaiting;
import io.annealdb.data.peer.NodeCalls;
import io.annealdb.data.peer.ReplicaReply;
import io.annealdb.data.peer.ShardDelete;
import io.annealdb.data.peer.ShardWrite;
import io.annealdb.data.peer.VerifiedCopy;
import io.annealdb.data.repair.RepairCalls;
import io.annealdb.image.ClusterImage;
import io.annealdb.points.FieldType;
import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
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
import io.annealdb.storage.ShardView;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** This node as it is called: hands each call to the part that answers it. */
final class LocalNode implements NodeCalls {
    private final LocalWrites writes;
    private final LocalReads reads;
    private final RepairCalls repair;
    private final ImageCache images;
    private final Supplier<HintedHandoff> hints;
    private final Supplier<Gossip> gossip;
    private final Supplier<NodeStatusReply> status;

    LocalNode(
            LocalWrites writes,
            LocalReads reads,
            RepairCalls repair,
            ImageCache images,
            Supplier<HintedHandoff> hints,
            Supplier<Gossip> gossip,
            Supplier<NodeStatusReply> status) {
        this.writes = writes;
        this.reads = reads;
        this.repair = repair;
        this.images = images;
        this.hints = hints;
        this.gossip = gossip;
        this.status = status;
    }

    @Override
    public ReplicaReply write(ShardWrite write) {
        return writes.write(write);
    }

    @Override
    public ReplicaReply delete(ShardDelete delete) {
        return writes.delete(delete);
    }

    @Override
    public HintsWaiting hintsFor(NodeId asking) {
        return hints.get().waitingFor(asking);
    }

    @Override
    public ColumnStream scan(ShardId shard, ShardView.Scan scan, boolean asItIs) {
        return reads.scan(shard, scan, asItIs);
    }

    @Override
    public SortedSet<String> measurements(ShardId shard, SeriesPredicate where, boolean asItIs) {
        return reads.measurements(shard, where, asItIs);
    }

    @Override
    public List<SeriesKey> series(ShardId shard, SeriesPredicate where, boolean asItIs) {
        return reads.series(shard, where, asItIs);
    }

    @Override
    public Map<String, Set<FieldType>> fields(ShardId shard, String measurement, boolean asItIs) {
        return reads.fields(shard, measurement, asItIs);
    }

    @Override
    public List<OwnerRoot> roots(RootsQuestion question) {
        return repair.roots(question);
    }

    @Override
    public HopReport runHop(HopOrder order, HopProgress progress) throws IOException {
        return repair.runHop(order, progress);
    }

    @Override
    public HopOutcome dryRun(HopOrder order, HopProgress progress, DifferenceListener listener)
            throws IOException {
        return repair.dryRun(order, progress, listener);
    }

    @Override
    public Rows versions(ShardId shard, Map<SeriesKey, long[]> points) throws IOException {
        return repair.versions(shard, points);
    }

    @Override
    public VerifiedCopy verify(ShardId shard, BooleanSupplier cancelled) throws IOException {
        return repair.verify(shard, cancelled);
    }

    @Override
    public ResetReport reset(ResetOrder order, HopProgress progress) throws IOException {
        return repair.reset(order, progress);
    }

    @Override
    public void ringEnded(RingEnded ended) {
        repair.ringEnded(ended);
    }

    @Override
    public byte[] ask(NodeId source, String repairId, ShardId shard, byte[] question)
            throws IOException {
        return repair.ask(source, repairId, shard, question);
    }

    @Override
    public PushSession push(String repairId, ShardId shard) {
        return repair.push(repairId, shard);
    }

    @Override
    public List<Long> filesHere(String repairId, ShardId shard, List<PinnedFile> files)
            throws IOException {
        return repair.filesHere(repairId, shard, files);
    }

    @Override
    public CopySession copyShard(String repairId, ShardId shard) {
        return repair.copyShard(repairId, shard);
    }

    @Override
    public Whisper gossip(NodeId from, Whisper whisper) {
        return gossip.get().heard(from, whisper);
    }

    @Override
    public NodeStatusReply status() {
        return status.get();
    }

    @Override
    public ClusterImage image() {
        return images.image();
    }
}
