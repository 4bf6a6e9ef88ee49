package io.annealdb.meta.client;

import io.annealdb.image.ClosedStamps;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.Decision;
import io.annealdb.image.Decisions;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.points.NodeId;
import io.annealdb.proto.HeartbeatReply;
import io.annealdb.proto.HeartbeatRequest;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.MetaReply;
import io.annealdb.proto.NodeLivenessProto;
import io.annealdb.proto.StatusReply;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The meta service as one ordered log in memory, decided by the same rules as behind Raft. Each
 * command is applied, and each watcher told, before {@link #execute} returns: for a simulator, in
 * one thread, without a clock. Who lives is what {@link #setLiveness} says.
 */
public final class InMemoryMeta implements MetaService {
    private final Set<Watcher> watchers = new LinkedHashSet<>();
    private final List<NodeLivenessProto> liveness = new ArrayList<>();
    private final ClosedStamps closed = new ClosedStamps();
    private ClusterImage image = ClusterImage.EMPTY;
    private boolean reachable = true;

    private record Watcher(Consumer<ClusterImage> listener, Consumer<String> lost) {}

    /** Cuts the service off, or brings it back: calls fail, and streams break. */
    public synchronized void setReachable(boolean reachable) {
        this.reachable = reachable;
        if (!reachable) {
            List<Watcher> lost = List.copyOf(watchers);
            watchers.clear();
            lost.forEach(watcher -> watcher.lost().accept("meta is cut off"));
        }
    }

    /** How far each node's writes are closed, by its heartbeats. */
    public ClosedStamps closed() {
        return closed;
    }

    /** What heartbeats are answered. */
    public synchronized void setLiveness(List<NodeLivenessProto> nodes) {
        liveness.clear();
        liveness.addAll(nodes);
    }

    @Override
    public synchronized MetaReply execute(MetaCommand command) throws MetaUnavailableException {
        checkReachable();
        Decision decision = Decisions.decide(image, command);
        if (!decision.records().isEmpty()) {
            image = image.apply(decision.records());
            List.copyOf(watchers).forEach(watcher -> watcher.listener().accept(image));
        }
        return decision.reply();
    }

    @Override
    public synchronized ClusterImage image(boolean linearizable) throws MetaUnavailableException {
        checkReachable();
        return image;
    }

    @Override
    public synchronized HeartbeatReply heartbeat(HeartbeatRequest request)
            throws MetaUnavailableException {
        checkReachable();
        if (request.getNodeId() > 0) {
            closed.heard(new NodeId(request.getNodeId()), request.getClosed());
        }
        return HeartbeatReply.newBuilder()
                .setImageVersion(image.version())
                .addAllNodes(liveness)
                .setClosed(closed.least(image).orElse(0))
                .build();
    }

    @Override
    public synchronized StatusReply status() throws MetaUnavailableException {
        checkReachable();
        return StatusReply.newBuilder()
                .setName("meta")
                .setLeader("meta")
                .addPeers("meta")
                .setClosed(closed.least(image).orElse(0))
                .addAllNodes(liveness)
                .setImage(image.toProto())
                .build();
    }

    @Override
    public synchronized Optional<RepairJobInfo> repair(long id) throws MetaUnavailableException {
        checkReachable();
        return image.repair(id);
    }

    @Override
    public synchronized Watch watch(
            long newerThan, Consumer<ClusterImage> listener, Consumer<String> lost) {
        if (!reachable) {
            lost.accept("meta is cut off");
            return () -> {};
        }
        Watcher watcher = new Watcher(listener, lost);
        watchers.add(watcher);
        if (image.version() > newerThan) {
            listener.accept(image);
        }
        return () -> {
            synchronized (this) {
                watchers.remove(watcher);
            }
        };
    }

    private void checkReachable() throws MetaUnavailableException {
        if (!reachable) {
            throw new MetaUnavailableException(
                    "No meta node answers: meta is cut off. Start a meta node.");
        }
    }
}
