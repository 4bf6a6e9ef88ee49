package io.annealdb.data.repair;

import io.annealdb.data.image.ImageCache;
import io.annealdb.data.peer.RefusedException;
import io.annealdb.image.Certificate;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.points.ShardId;
import io.annealdb.storage.Fence;
import io.annealdb.storage.Shard;
import java.util.Optional;

/**
 * Which messages of a repair still count here (repair.md R2): not those of a job that is over, nor
 * of one whose fence another job's has replaced. A check or a pair has no job, and always may.
 */
final class Admission {
    private static final String NO_JOB = "";

    private final ImageCache images;

    Admission(ImageCache images) {
        this.images = images;
    }

    /**
     * @throws RefusedException if that repair has no business with this copy any more
     */
    void check(Shard shard, String repairId) {
        if (repairId.equals(NO_JOB)) {
            return;
        }
        ShardId id = shard.spec().id();
        ClusterImage image = images.image();
        Optional<Fence> fence = shard.settling().fence();
        if (fence.isPresent()
                && !fence.get().repairId().equals(repairId)
                && !over(image, fence.get().repairId())) {
            throw new RefusedException(
                    "shard %s has the fence of repair %s: what comes of repair %s is not taken any more"
                            .formatted(id, fence.get().repairId(), repairId));
        }
        if (over(image, repairId)) {
            throw new RefusedException(
                    "repair %s is over: what comes of it for shard %s is not taken any more"
                            .formatted(repairId, id));
        }
    }

    /** Whether a job has ended; not one that the image does not know yet. */
    static boolean over(ClusterImage image, String repairId) {
        Optional<RepairJobInfo> known =
                image.repairs().stream().filter(job -> job.name().equals(repairId)).findFirst();
        return known.isPresent()
                ? known.get().state().ended()
                : RepairJobInfo.idOf(repairId).orElse(Long.MAX_VALUE) < image.next().repair();
    }

    /**
     * @throws RefusedException if the copy is behind its certificate (R5), unless the operator has
     *     accepted the loss of what the certificate speaks of
     */
    void checkSource(Shard shard) {
        ClusterImage image = images.image();
        Optional<Certificate> ahead = Adoption.ahead(shard, image);
        if (ahead.isEmpty()) {
            return;
        }
        ShardId id = shard.spec().id();
        boolean accepted =
                image.acceptedLosses().stream()
                        .anyMatch(
                                loss ->
                                        loss.shard().equals(id)
                                                && loss.at() >= ahead.get().millis());
        if (!accepted) {
            throw new RefusedException(
                    ("shard %s here is behind the certificate of repair %s, so it may hold what was"
                                    + " deleted since. It is no source before `anneal repair start"
                                    + " --shard %s` has reset it")
                            .formatted(id, ahead.get().repairId(), id));
        }
    }
}
