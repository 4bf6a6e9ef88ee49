package io.annealdb.storage.shard;

import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.storage.Fence;
import io.annealdb.storage.Settling;
import java.io.IOException;
import java.util.Optional;

/** The settling of one shard: its {@link SettlingState} kept by {@link SettlingKeeper}. */
final class LocalSettling implements Settling {
    private final LocalShard shard;
    private final SettlingKeeper keeper;

    LocalSettling(LocalShard shard, SettlingKeeper keeper) {
        this.shard = shard;
        this.keeper = keeper;
    }

    @Override
    public void fence(Fence fence) throws IOException {
        keeper.change(state -> state.fenced(fence));
        shard.underLock(() -> {}); // a write that looked before has now been taken
    }

    @Override
    public void liftFence(String repairId) throws IOException {
        keeper.change(state -> state.without(repairId));
    }

    @Override
    public Optional<Fence> fence() {
        return keeper.state().fence();
    }

    @Override
    public SettledCells settled() {
        return keeper.state().settled();
    }

    @Override
    public CellSet openCells(long hlc) {
        try (Snapshot snapshot = shard.snapshot()) {
            return OpenCells.of(snapshot, shard.spec().grid(), hlc);
        }
    }

    @Override
    public void rememberAnswer(String repairId, long hlc, CellSet leftOut, ShardRoot root)
            throws IOException {
        SettlingState.Answer answer = new SettlingState.Answer(repairId, hlc, leftOut, root);
        keeper.change(state -> state.answered(answer));
    }

    @Override
    public boolean adopt(long hlc, ShardRoot root, CellSet open) throws IOException {
        long losses = keeper.losses();
        SettlingState before = keeper.state();
        boolean holds =
                before.settled().reach(hlc, CellSet.ALL.minus(open))
                        || before.hasAnswered(hlc, root, open)
                        || shard.rootLeavingOut(open).equals(root);
        if (holds && keeper.changeUnlessLost(losses, state -> state.adopted(hlc, open))) {
            shard.upkeep().look();
            return true;
        }
        return false;
    }

    @Override
    public void adopt(SettledCells others) throws IOException {
        keeper.change(state -> state.adopted(others));
        shard.upkeep().look();
    }
}
