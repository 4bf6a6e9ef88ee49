package io.annealdb.data.node;

import io.annealdb.data.hint.Debt;
import io.annealdb.data.hint.DebtLedger;
import io.annealdb.data.hint.HintedHandoff;
import io.annealdb.data.hint.QueueStatus;
import io.annealdb.data.peer.grpc.RepairMessages;
import io.annealdb.data.repair.RepairCalls;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.proto.DebtProto;
import io.annealdb.proto.HeartbeatRequest;
import io.annealdb.proto.HintQueueProto;
import io.annealdb.proto.NodeStatusReply;
import io.annealdb.proto.PeerProto;
import io.annealdb.proto.ShardHealthProto;
import io.annealdb.proto.ShardRootProto;
import io.annealdb.repair.compare.ReplicaHealth;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.storage.Engine;
import io.annealdb.storage.Shard;
import io.annealdb.storage.ShardHealth;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node tells of itself: to operators in full, to meta each second in short. */
final class NodeReport {
    private static final Logger LOG = LoggerFactory.getLogger(NodeReport.class);

    private final NodeId self;
    private final String name;
    private final CoordinatorClock clock;
    private final Supplier<HintedHandoff> hints;
    private final DebtLedger debts;
    private final Engine engine;
    private final RepairCalls repair;
    private final Supplier<List<NodeId>> behind;
    private final LongSupplier closed;
    private final Supplier<List<PeerProto>> peers;

    NodeReport(
            NodeId self,
            String name,
            CoordinatorClock clock,
            Supplier<HintedHandoff> hints,
            DebtLedger debts,
            Engine engine,
            RepairCalls repair,
            Supplier<List<NodeId>> behind,
            LongSupplier closed,
            Supplier<List<PeerProto>> peers) {
        this.self = self;
        this.name = name;
        this.clock = clock;
        this.hints = hints;
        this.debts = debts;
        this.engine = engine;
        this.repair = repair;
        this.behind = behind;
        this.closed = closed;
        this.peers = peers;
    }

    NodeStatusReply status() {
        NodeStatusReply.Builder out =
                NodeStatusReply.newBuilder()
                        .setNodeId(self.value())
                        .setName(name)
                        .setClockTrouble(clock.clockTrouble());
        hints.get().status().forEach(queue -> out.addHints(encode(queue)));
        debts.debts().forEach(debt -> out.addDebts(encode(debt)));
        for (Shard shard : engine.shards()) {
            out.addShards(encode(shard.spec().id(), repair.root(shard)));
        }
        engine.unopened().forEach((spec, why) -> out.addShards(encode(spec.id(), unopened(why))));
        orphans().forEach((id, bytes) -> out.addShards(encode(id, orphan(bytes))));
        behind.get().forEach(node -> out.addBehind(node.value()));
        out.addAllPeers(peers.get());
        return out.build();
    }

    private static ShardRootProto encode(ShardId shard, OwnerRoot root) {
        return RepairMessages.encode(shard, root);
    }

    private OwnerRoot unopened(String why) {
        ShardRoot untold = ShardRoot.untold(self.value());
        return new OwnerRoot(self, ReplicaHealth.DAMAGED, untold, 0, 0, why);
    }

    private OwnerRoot orphan(long bytes) {
        return new OwnerRoot(
                self, ReplicaHealth.UNKNOWN, ShardRoot.EMPTY, bytes, 0, "an orphan, set aside");
    }

    private Map<ShardId, Long> orphans() {
        try {
            return engine.orphans();
        } catch (IOException e) {
            LOG.warn("The folder of orphans cannot be read: {}", e.getMessage());
            return Map.of();
        }
    }

    HeartbeatRequest heartbeat(long imageVersion) {
        HeartbeatRequest.Builder out =
                HeartbeatRequest.newBuilder()
                        .setNodeId(self.value())
                        .setIncarnation(clock.incarnation())
                        .setImageVersion(imageVersion)
                        .setClosed(closed.getAsLong())
                        .setClockTrouble(clock.clockTrouble());
        hints.get().status().forEach(queue -> out.addHints(encode(queue)));
        debts.debts().forEach(debt -> out.addDebts(encode(debt)));
        for (Shard shard : engine.shards()) {
            if (shard.health() != ShardHealth.WHOLE) {
                out.addTroubled(troubled(shard));
            }
        }
        out.addAllSuspected(
                peers.get().stream()
                        .flatMap(peer -> peer.getUnequalShardsList().stream())
                        .distinct()
                        .toList());
        return out.build();
    }

    /** Without the root, which may have to be computed. */
    private static ShardRootProto troubled(Shard shard) {
        return ShardRootProto.newBuilder()
                .setShardId(shard.spec().id().value())
                .setHealth(ShardHealthProto.valueOf(shard.health().name()))
                .setBytes(shard.bytes())
                .setRows(shard.rowCount())
                .setTrouble(shard.trouble())
                .build();
    }

    private static HintQueueProto encode(QueueStatus queue) {
        return HintQueueProto.newBuilder()
                .setForNode(queue.node().map(NodeId::value).orElse(0))
                .setBytes(queue.bytes())
                .setPoints(queue.points())
                .setOldest(queue.oldestMillis())
                .setState(queue.state())
                .setAsideBytes(queue.aside().bytes())
                .setAsidePoints(queue.aside().points())
                .build();
    }

    private static DebtProto encode(Debt debt) {
        return DebtProto.newBuilder()
                .setShardId(debt.shard().value())
                .setForNode(debt.owner().value())
                .setStart(debt.minTime())
                .setEnd(debt.maxTime())
                .setWhy(debt.why().text())
                .setAt(debt.atMillis())
                .build();
    }
}
