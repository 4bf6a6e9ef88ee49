package io.annealdb.meta.repair;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import io.annealdb.image.HopInfo;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.image.ShardRepairInfo;
import io.annealdb.points.ShardId;
import io.annealdb.repair.coordinator.JobListener;
import io.annealdb.repair.job.HopReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the hops that run on this node have come to since they were last recorded. */
public final class LiveProgress implements JobListener {
    private record Place(long job, ShardId shard, int index) {}

    private final Map<Place, HopInfo> hops = new ConcurrentHashMap<>();
    private final Meter finished;
    private final CertificateAges ages;

    public LiveProgress(MetricRegistry metrics, CertificateAges ages) {
        this.ages = ages;
        this.finished = metrics.meter("repair.hops");
    }

    @Override
    public void hop(long job, ShardId shard, int index, HopReport report) {
        HopInfo before = hops.put(new Place(job, shard, index), JobConversion.hop(report));
        if (report.phase().finished() && (before == null || !before.phase().ended())) {
            finished.mark();
        }
    }

    @Override
    public void certificateStands(ShardId shard) {
        ages.stands(shard);
    }

    void forget(long job) {
        hops.keySet().removeIf(place -> place.job() == job);
    }

    /** A job as recorded, its unfinished hops replaced by what is known of them now. */
    public RepairJobInfo on(RepairJobInfo job) {
        if (hops.isEmpty()) {
            return job;
        }
        RepairJobInfo live = job;
        for (ShardRepairInfo shard : job.shards()) {
            List<HopInfo> replaced = new ArrayList<>();
            for (int i = 0; i < shard.hops().size(); i++) {
                HopInfo recorded = shard.hops().get(i);
                HopInfo now = hops.get(new Place(job.id(), shard.shard(), i));
                replaced.add(isNewer(now, recorded) ? now : recorded);
            }
            live = live.withHops(shard.shard(), replaced);
        }
        return live;
    }

    private static boolean isNewer(HopInfo now, HopInfo recorded) {
        return now != null
                && !recorded.phase().ended()
                && now.from().equals(recorded.from())
                && now.to().equals(recorded.to());
    }
}
