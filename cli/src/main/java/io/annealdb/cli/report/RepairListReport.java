package io.annealdb.cli.report;

import io.annealdb.image.ClusterImage;
import io.annealdb.image.RepairJobInfo;
import java.util.List;
import java.util.Locale;

/** The jobs that the cluster remembers, oldest first. */
public record RepairListReport(List<Job> repairs) {
    /**
     * One job.
     *
     * @param started null until a coordinator has taken it up
     * @param finished null until it has ended
     */
    public record Job(String id, String state, String started, String finished, int shards) {}

    public static RepairListReport of(ClusterImage image) {
        return new RepairListReport(image.repairs().stream().map(RepairListReport::job).toList());
    }

    private static Job job(RepairJobInfo job) {
        return new Job(
                job.name(),
                job.state().name().toLowerCase(Locale.ROOT),
                Json.timeOfMillis(job.started()),
                Json.timeOfMillis(job.finished()),
                job.shards().size());
    }
}
