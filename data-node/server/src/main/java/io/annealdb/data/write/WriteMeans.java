package io.annealdb.data.write;

import com.codahale.metrics.MetricRegistry;
import io.annealdb.data.hint.MissedWrites;
import io.annealdb.points.time.Scheduler;
import java.time.Duration;

/** What the write path is made of, wired once a node. */
public final class WriteMeans {
    private final ShardFanOut.Means means;

    /**
     * @param timeout after which an owner that has not answered has missed the write
     */
    public WriteMeans(
            OwnerLink link,
            Stamper stamper,
            UnderWay underWay,
            MissedWrites missed,
            Scheduler scheduler,
            Duration timeout,
            MetricRegistry metrics) {
        means =
                new ShardFanOut.Means(
                        link,
                        stamper,
                        underWay,
                        missed,
                        scheduler,
                        timeout,
                        WriteCounters.in(metrics));
    }

    ShardFanOut.Means means() {
        return means;
    }
}
