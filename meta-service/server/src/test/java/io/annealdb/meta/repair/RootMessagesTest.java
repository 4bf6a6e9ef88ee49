package io.annealdb.meta.repair;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.proto.RootsReply;
import io.annealdb.proto.RootsRequest;
import io.annealdb.proto.ShardRootProto;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.coordinator.OwnerRoots;
import io.annealdb.repair.coordinator.RootsQuestion;
import java.util.List;
import org.junit.jupiter.api.Test;

class RootMessagesTest {
    private static final NodeId OWNER = new NodeId(3);
    private static final ShardId SHARD = new ShardId(70_000);
    private static final CellSet SOME = CellSet.builder().add(63, 5).build();
    private static final SettledCells SETTLED = SettledCells.allAt(123_456_789L << 16);
    private static final ShardRoot ROOT =
            new ShardRoot(new CellDigest(-1, -2, -3, 100_000_000), -4);

    private static RootsQuestion question(CellSet leaveOut, boolean withSettledCells) {
        return new RootsQuestion(
                List.of(new RootsQuestion.Asked(SHARD, 4, leaveOut)),
                99L << 40,
                "r-1000",
                withSettledCells);
    }

    private static ShardRootProto.Builder quiet() {
        return ShardRootProto.newBuilder()
                .setShardId(SHARD.value())
                .setRoot(ByteString.copyFrom(ROOT.encode()))
                .setBytes(200_000_000)
                .setRows(100_000_000)
                .setSettled(SETTLED.highest())
                .setSettledHash((int) SETTLED.hash());
    }

    private static OwnerRoots decoded(RootsQuestion question, ShardRootProto.Builder root) {
        return RootMessages.decode(
                OWNER,
                RootMessages.encode(question),
                RootsReply.newBuilder().addRoots(root).build());
    }

    @Test
    void anOwnerOfAQuietShardSaysItAllInEightyFourBytes() {
        OwnerRoots roots = decoded(question(CellSet.NONE, false), quiet());
        assertThat(roots.messageBytes()).isBetween(60L, 84L);
        OwnerRoot root = roots.byShard().get(SHARD);
        assertThat(root.root()).isEqualTo(ROOT);
        assertThat(root.settling().open()).isEqualTo(CellSet.NONE);
        assertThat(root.settling().highest()).isEqualTo(SETTLED.highest());
        assertThat(root.settling().cells()).isEmpty();
    }

    @Test
    void aFenceAddsLittleAndIsNotCounted() {
        RootsQuestion fenced = question(CellSet.NONE, false);
        RootsQuestion plain = RootsQuestion.plain(List.of(SHARD));
        assertThat(decoded(fenced, quiet()).messageBytes())
                .isEqualTo(decoded(plain, quiet()).messageBytes());
        RootsRequest request = RootMessages.encode(fenced);
        assertThat(request.getAt()).isEqualTo(99L << 40);
        assertThat(request.getRepairId()).isEqualTo("r-1000");
        assertThat(request.getOwnerEpochsList()).containsExactly(4L);
        assertThat(request.getLeaveOutCount()).isZero();
        assertThat(request.getSerializedSize())
                .isLessThanOrEqualTo(RootMessages.encode(plain).getSerializedSize() + 22);
    }

    @Test
    void openAndSettledCellsTravelWhereTheyAreAskedFor() {
        OwnerRoots roots =
                decoded(
                        question(SOME, true),
                        quiet().setOpenCells(ByteString.copyFrom(SOME.encode()))
                                .setSettledCells(ByteString.copyFrom(SETTLED.encode())));
        OwnerRoot root = roots.byShard().get(SHARD);
        assertThat(root.settling().open()).isEqualTo(SOME);
        assertThat(root.settling().cells()).contains(SETTLED);
        RootsRequest request = RootMessages.encode(question(SOME, true));
        assertThat(request.getLeaveOut(0).toByteArray()).isEqualTo(SOME.encode());
        assertThat(request.getWithSettledCells()).isTrue();
    }
}
