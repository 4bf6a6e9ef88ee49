package io.annealdb.meta.repair;

import com.google.protobuf.ByteString;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.proto.RootsReply;
import io.annealdb.proto.RootsRequest;
import io.annealdb.proto.ShardRootProto;
import io.annealdb.repair.compare.ReplicaHealth;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.coordinator.OwnerRoots;
import io.annealdb.repair.coordinator.RootsQuestion;
import io.annealdb.repair.coordinator.Settling;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The question for roots, and its answer, as messages. */
public final class RootMessages {
    private RootMessages() {}

    /** What is not asked for takes no byte. */
    public static RootsRequest encode(RootsQuestion question) {
        RootsRequest.Builder out =
                RootsRequest.newBuilder()
                        .setAt(question.at())
                        .setRepairId(question.repairId())
                        .setWithSettledCells(question.withSettledCells());
        boolean leavesOut =
                question.shards().stream().anyMatch(asked -> !asked.leaveOut().isEmpty());
        for (RootsQuestion.Asked asked : question.shards()) {
            out.addShardIds(asked.shard().value());
            if (question.fenced()) {
                out.addOwnerEpochs(asked.ownerEpoch());
            }
            if (leavesOut) {
                out.addLeaveOut(ByteString.copyFrom(asked.leaveOut().encode()));
            }
        }
        return out.build();
    }

    /**
     * @throws MalformedException if a part of it cannot be read
     */
    public static OwnerRoots decode(NodeId owner, RootsRequest request, RootsReply reply) {
        Map<ShardId, OwnerRoot> roots = new HashMap<>();
        for (ShardRootProto root : reply.getRootsList()) {
            roots.put(new ShardId(root.getShardId()), decode(owner, root));
        }
        RootsRequest withoutFence =
                request.toBuilder().clearAt().clearRepairId().clearOwnerEpochs().build();
        return new OwnerRoots(roots, withoutFence.getSerializedSize() + reply.getSerializedSize());
    }

    private static OwnerRoot decode(NodeId owner, ShardRootProto root) {
        byte[] bytes = root.getRoot().toByteArray();
        return new OwnerRoot(
                owner,
                ReplicaHealth.valueOf(root.getHealth().name()),
                bytes.length == 0 ? ShardRoot.EMPTY : ShardRoot.decode(bytes, 0, bytes.length),
                root.getBytes(),
                root.getRows(),
                root.getTrouble(),
                settling(root));
    }

    private static Settling settling(ShardRootProto root) {
        byte[] open = root.getOpenCells().toByteArray();
        byte[] cells = root.getSettledCells().toByteArray();
        return new Settling(
                open.length == 0 ? CellSet.NONE : CellSet.decode(open, 0, open.length),
                root.getSettled(),
                root.getSettledHash(),
                cells.length == 0
                        ? Optional.empty()
                        : Optional.of(SettledCells.decode(cells, 0, cells.length)),
                root.getChangedSince());
    }
}
