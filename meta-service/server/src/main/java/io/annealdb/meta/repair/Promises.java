package io.annealdb.meta.repair;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.points.ShardId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

/** Whether the latest times of equality that jobs and the background have promised are kept. */
public final class Promises {
    private final Supplier<ClusterImage> image;
    private final Supplier<Map<ShardId, Instant>> ofShards;
    private final InstantSource clock;

    /**
     * @param ofShards of shards that are known to differ and in no job; empty where this node does
     *     not lead
     */
    Promises(
            Supplier<ClusterImage> image,
            Supplier<Map<ShardId, Instant>> ofShards,
            InstantSource clock,
            MetricRegistry metrics) {
        this.image = image;
        this.ofShards = ofShards;
        this.clock = clock;
        metrics.register("repair.bounds.missed", (Gauge<Long>) this::missed);
        metrics.register("repair.bounds.overdue", (Gauge<Long>) this::overdue);
    }

    /** Of shards that are known to differ and in no job. */
    public Map<ShardId, Instant> ofShards() {
        return ofShards.get();
    }

    /** Jobs of the history, and those that run, that have missed theirs. */
    private long missed() {
        long now = clock.millis();
        return image.get().repairs().stream().filter(job -> job.missedItsPromise(now)).count();
    }

    /** What is late now: jobs that have not ended, and shards that are in none. */
    private long overdue() {
        Instant now = clock.instant();
        return image.get().repairs().stream().filter(job -> isLate(job, now)).count()
                + ofShards.get().values().stream().filter(now::isAfter).count();
    }

    private static boolean isLate(RepairJobInfo job, Instant now) {
        return !job.state().ended() && job.missedItsPromise(now.toEpochMilli());
    }
}
