package io.annealdb.meta.log;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.Decision;
import io.annealdb.image.Decisions;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.MetaReply;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.LifeCycle;
import org.apache.ratis.util.MD5FileUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster image behind the Raft log: each entry is a {@link MetaCommand}, decided by {@link
 * Decisions}. Ratis applies entries from one thread; image and position change together under this
 * object's lock.
 */
final class ImageStateMachine extends BaseStateMachine {
    private static final Logger LOG = LoggerFactory.getLogger(ImageStateMachine.class);

    private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();
    private final Consumer<ClusterImage> newImage;
    private final Leadership leadership;
    private final Meter applies;
    private final Meter snapshots;
    private volatile ClusterImage image = ClusterImage.EMPTY;

    /**
     * @param newImage hears of each image, in order, on the thread that applies: it must not block
     */
    ImageStateMachine(
            Consumer<ClusterImage> newImage, Leadership leadership, MetricRegistry metrics) {
        this.newImage = newImage;
        this.leadership = leadership;
        this.applies = metrics.meter("meta.raft.applies");
        this.snapshots = metrics.meter("meta.raft.snapshots");
    }

    /** What has been applied here so far. */
    ClusterImage image() {
        return image;
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId group, RaftStorage raftStorage)
            throws IOException {
        getLifeCycle()
                .startAndTransition(
                        () -> {
                            super.initialize(server, group, raftStorage);
                            storage.init(raftStorage);
                            load();
                        },
                        IOException.class);
    }

    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    /** After the leader has sent a snapshot. */
    @Override
    public void reinitialize() throws IOException {
        load();
        if (getLifeCycleState() == LifeCycle.State.PAUSED) {
            getLifeCycle().transition(LifeCycle.State.STARTING);
            getLifeCycle().transition(LifeCycle.State.RUNNING);
        }
    }

    private synchronized void load() throws IOException {
        SingleFileSnapshotInfo newest = storage.loadLatestSnapshot();
        if (newest == null) {
            return;
        }
        SnapshotFile snapshot = SnapshotFile.read(newest.getFile().getPath());
        setLastAppliedTermIndex(TermIndex.valueOf(snapshot.term(), snapshot.index()));
        image = snapshot.image();
        tellOfNewImage();
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        var entry = transaction.getLogEntry();
        MetaReply reply =
                apply(
                        entry.getStateMachineLogEntry().getLogData(),
                        entry.getTerm(),
                        entry.getIndex());
        applies.mark();
        return CompletableFuture.completedFuture(
                Message.valueOf(ByteString.copyFrom(reply.toByteArray())));
    }

    private synchronized MetaReply apply(ByteString data, long term, long index) {
        Decision decision;
        try {
            decision = Decisions.decide(image, MetaCommand.parseFrom(data.asReadOnlyByteBuffer()));
        } catch (InvalidProtocolBufferException | RuntimeException e) {
            // The same on every meta node: the entry changes nothing, and the log goes on.
            LOG.error("Entry {} of the log cannot be decided; it changes nothing.", index, e);
            updateLastAppliedTermIndex(term, index);
            return MetaReply.newBuilder()
                    .setImageVersion(image.version())
                    .setError("The command could not be decided: this is a bug (" + e + ").")
                    .build();
        }
        if (!decision.records().isEmpty()) {
            image = image.apply(decision.records());
            tellOfNewImage();
        }
        updateLastAppliedTermIndex(term, index);
        return decision.reply();
    }

    /** Whatever a listener does, the log goes on. */
    private void tellOfNewImage() {
        try {
            newImage.accept(image);
        } catch (RuntimeException e) {
            LOG.warn("Version {} of the image was not passed on.", image.version(), e);
        }
    }

    /** A linearizable read: Ratis asks once all that it must see has been applied here. */
    @Override
    public CompletableFuture<Message> query(Message request) {
        return CompletableFuture.completedFuture(Message.EMPTY);
    }

    @Override
    public long takeSnapshot() throws IOException {
        SnapshotFile snapshot;
        TermIndex applied;
        synchronized (this) {
            applied = getLastAppliedTermIndex();
            snapshot = new SnapshotFile(applied.getTerm(), applied.getIndex(), image);
        }
        Path file = storage.getSnapshotFile(applied.getTerm(), applied.getIndex()).toPath();
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        snapshot.write(unfinished);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        MD5Hash digest = MD5FileUtil.computeAndSaveMd5ForFile(file.toFile());
        // Ratis cuts the log next: the new names must be on disk before.
        try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
        storage.updateLatestSnapshot(
                new SingleFileSnapshotInfo(new FileInfo(file, digest), applied));
        snapshots.mark();
        return applied.getIndex();
    }

    @Override
    public StateMachineStorage getStateMachineStorage() {
        return storage;
    }

    @Override
    public void notifyLeaderReady() {
        leadership.ready();
    }

    @Override
    public void notifyLeaderChanged(RaftGroupMemberId self, RaftPeerId leader) {
        leadership.changed(leader != null && leader.equals(self.getPeerId()));
    }

    @Override
    public void notifyNotLeader(java.util.Collection<TransactionContext> pending) {
        leadership.changed(false);
    }
}
