package io.annealdb.data.repair;

import io.annealdb.data.image.ImageCache;
import io.annealdb.image.Certificate;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.repair.compare.ReplicaHealth;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.coordinator.RootsQuestion;
import io.annealdb.repair.coordinator.RootsQuestion.Asked;
import io.annealdb.repair.coordinator.Settling;
import io.annealdb.storage.DamagedException;
import io.annealdb.storage.Fence;
import io.annealdb.storage.Shard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * What this node says of its copies. To a repair it answers behind a fence, and remembers on disk
 * what it has answered (repair.md R2, R3); docs/decisions/0005-settling.md.
 */
final class OwnRoots {
    private final NodeId self;
    private final OwnCopies copies;
    private final ImageCache images;

    OwnRoots(NodeId self, OwnCopies copies, ImageCache images) {
        this.self = self;
        this.copies = copies;
        this.images = images;
    }

    List<OwnerRoot> answer(RootsQuestion question) {
        return question.shards().stream().map(asked -> answer(question, asked)).toList();
    }

    private OwnerRoot answer(RootsQuestion question, Asked asked) {
        Optional<Shard> shard;
        try {
            shard = copies.find(asked.shard());
        } catch (IOException e) {
            return new OwnerRoot(self, ReplicaHealth.DAMAGED, untold(), 0, 0, e.getMessage());
        }
        return shard.map(copy -> of(copy, question, asked))
                .orElseGet(
                        () ->
                                new OwnerRoot(
                                        self, ReplicaHealth.UNKNOWN, ShardRoot.EMPTY, 0, 0, ""));
    }

    /** Nobody may take a copy that fails for one that is empty, and so for equal to another. */
    private ShardRoot untold() {
        return ShardRoot.untold(self.value());
    }

    /** What this node says of a copy that it holds, to whoever asks. */
    OwnerRoot of(Shard shard) {
        ShardId id = shard.spec().id();
        return of(shard, RootsQuestion.plain(List.of(id)), new Asked(id, 0, CellSet.NONE));
    }

    private OwnerRoot of(Shard shard, RootsQuestion question, Asked asked) {
        ShardRoot root = untold();
        Settling settling = Settling.NONE;
        String trouble = "";
        try {
            if (question.fenced()) {
                shard.settling()
                        .fence(new Fence(question.repairId(), question.at(), asked.ownerEpoch()));
            }
            root =
                    asked.leaveOut().isEmpty()
                            ? shard.root()
                            : shard.rootLeavingOut(asked.leaveOut());
            // After the root: a cell that has just taken something is named, whatever the root has.
            settling = settling(shard, root, question);
            if (question.fenced()) {
                shard.settling()
                        .rememberAnswer(question.repairId(), question.at(), asked.leaveOut(), root);
            }
        } catch (IOException | UncheckedIOException | DamagedException e) {
            trouble = e.getMessage();
            root = untold(); // no ring may rely on what is not behind a fence, or not remembered
        }
        ReplicaHealth health = StorageReplica.health(shard.health());
        boolean failed = !trouble.isEmpty() && health == ReplicaHealth.WHOLE;
        return new OwnerRoot(
                self,
                failed ? ReplicaHealth.DAMAGED : health,
                root,
                shard.bytes(),
                shard.rowCount(),
                shard.trouble().isEmpty() ? trouble : shard.trouble(),
                settling);
    }

    private Settling settling(Shard shard, ShardRoot root, RootsQuestion question)
            throws IOException {
        SettledCells settled = shard.settling().settled();
        CellSet open =
                question.at() == 0 ? CellSet.NONE : shard.settling().openCells(question.at());
        return new Settling(
                open,
                settled.highest(),
                (int) settled.hash(),
                question.withSettledCells() ? Optional.of(settled) : Optional.empty(),
                changedSince(shard, root));
    }

    private boolean changedSince(Shard shard, ShardRoot root) throws IOException {
        Optional<Certificate> certificate = images.image().certificate(shard.spec().id());
        if (certificate.isEmpty() || sameAs(certificate.get().root(), root)) {
            return false;
        }
        CellSet open = certificate.get().open();
        return open.isEmpty() || !sameAs(certificate.get().root(), shard.rootLeavingOut(open));
    }

    /** Deletes that the certificate still counted have settled by it. */
    private static boolean sameAs(ShardRoot certified, ShardRoot now) {
        return now.content().equals(certified.content())
                && (now.deletes() == 0 || now.deletes() == certified.deletes());
    }
}
