package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.repair.compare.ModelReplica;
import java.util.Optional;

/** An owner's copy as settling sees it: fence, remembered answer, settled cells. */
final class SettlingCopy {
    final ModelReplica replica = new ModelReplica();
    SettledCells settled = SettledCells.NONE;

    /** Of which repair, and where; empty if none stands. */
    Optional<String> fence = Optional.empty();

    /** Whether images reach this owner. */
    boolean hears = true;

    private long answeredAt;
    private ShardRoot answeredRoot;

    OwnerRoot answer(NodeId self, RootsQuestion question, RootsQuestion.Asked asked) {
        ShardRoot root = replica.rootWithout(asked.leaveOut());
        if (question.fenced()) {
            fence = Optional.of(question.repairId());
            answeredAt = question.at();
            answeredRoot = root;
        }
        Settling full = Settling.of(open(question.at()), settled, false);
        Settling told =
                question.withSettledCells()
                        ? full
                        : new Settling(
                                full.open(), full.highest(), full.hash(), Optional.empty(), false);
        return new OwnerRoot(self, replica.health(), root, 0, 0, "", told);
    }

    private CellSet open(long at) {
        CellSet.Builder open = CellSet.builder();
        if (at != 0) {
            replica.visible()
                    .forEach(
                            (place, held) -> {
                                if (held.stamp().hlc() > at) {
                                    int window = ModelReplica.GRID.window(place.time());
                                    open.addWindows(window, window);
                                }
                            });
        }
        return open.build();
    }

    /** The image has brought a certificate. */
    void hear(ShardCertificate certificate) {
        if (hears && answeredAt == certificate.at() && certificate.root().equals(answeredRoot)) {
            take(settled.adopt(certificate.at(), certificate.open()));
        }
    }

    /** Takes settled cells for its own, and forgets the deletes that have settled thereby. */
    void take(SettledCells more) {
        settled = settled.max(more);
        replica.purge(
                delete -> {
                    for (int window = 0; window < GridGeometry.WINDOWS; window++) {
                        boolean touched =
                                delete.minTime() <= ModelReplica.GRID.windowLast(window)
                                        && delete.maxTime()
                                                >= ModelReplica.GRID.windowStart(window);
                        if (touched && settled.at(window, 0) < delete.stamp().hlc()) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    /** All of it is gone. */
    void lose() {
        replica.lose();
        settled = SettledCells.NONE;
        answeredAt = 0;
    }
}
