package io.annealdb.cli.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.RepairJobInfo;
import java.util.List;
import java.util.Locale;

/** The jobs that the cluster remembers, oldest first. */
public record RepairListReport(List<Job> repairs) {
    /**
     * One job.
     *
     * @param kind operator, or background for what the cluster has started itself
     * @param started null until a coordinator has taken it up
     * @param finished null until it has ended
     * @param reason why the cluster started it; null for an operator's
     */
    public record Job(
            String id,
            String kind,
            String state,
            String started,
            String finished,
            int shards,
            @JsonInclude(JsonInclude.Include.NON_NULL) String reason) {}

    public static RepairListReport of(ClusterImage image) {
        return new RepairListReport(image.repairs().stream().map(RepairListReport::job).toList());
    }

    private static Job job(RepairJobInfo job) {
        return new Job(
                job.name(),
                job.kind().name().toLowerCase(Locale.ROOT),
                job.state().name().toLowerCase(Locale.ROOT),
                Json.timeOfMillis(job.started()),
                Json.timeOfMillis(job.finished()),
                job.shards().size(),
                job.reason().isEmpty() ? null : job.reason());
    }
}
