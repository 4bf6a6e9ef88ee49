package io.annealdb.cli.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.annealdb.cli.connect.NodeNames;
import io.annealdb.image.ClusterImage;
import io.annealdb.points.NodeId;
import io.annealdb.repair.check.PairDifference;
import io.annealdb.repair.check.ShardCheck;
import io.annealdb.repair.compare.HopDifference;
import io.annealdb.repair.compare.SeriesDifference;
import java.util.List;

/** How replicas compare. */
public record CheckReport(boolean equal, List<Shard> shards) {
    /**
     * One shard.
     *
     * @param missing owners that have lost the shard; null if none has
     * @param unreachable owners that did not answer; null if all did
     */
    public record Shard(
            long id,
            boolean equal,
            List<Difference> differences,
            @JsonInclude(JsonInclude.Include.NON_NULL) List<String> missing,
            @JsonInclude(JsonInclude.Include.NON_NULL) List<String> unreachable) {
        /** Whether something was found, not only that somebody did not answer. */
        boolean differs() {
            return missing != null || !differences.isEmpty();
        }
    }

    /**
     * What {@code from} has and {@code to} lacks.
     *
     * @param start first time that differs; null if no point does
     * @param end last time that differs
     * @param series where; null unless details were asked for
     */
    public record Difference(
            String from,
            String to,
            boolean missingShard,
            long missingPoints,
            long missingValues,
            long stalePoints,
            long missingDeletes,
            String start,
            String end,
            @JsonInclude(JsonInclude.Include.NON_NULL) List<Series> series) {}

    /** What differs in one series. */
    public record Series(
            String series, long missingPoints, long stalePoints, String start, String end) {}

    public static CheckReport of(List<ShardCheck> checks, ClusterImage image, boolean details) {
        return new CheckReport(
                checks.stream().allMatch(ShardCheck::equal),
                checks.stream().map(check -> shard(check, image, details)).toList());
    }

    private static Shard shard(ShardCheck check, ClusterImage image, boolean details) {
        return new Shard(
                check.shard().value(),
                check.equal(),
                check.differences().stream().map(pair -> difference(pair, image, details)).toList(),
                names(check.missing(), image),
                names(check.unreachable(), image));
    }

    private static List<String> names(List<NodeId> nodes, ClusterImage image) {
        return nodes.isEmpty()
                ? null
                : nodes.stream().map(node -> NodeNames.of(image, node)).toList();
    }

    private static Difference difference(PairDifference pair, ClusterImage image, boolean details) {
        HopDifference what = pair.difference();
        return new Difference(
                NodeNames.of(image, pair.pair().from()),
                NodeNames.of(image, pair.pair().to()),
                what.missingShard(),
                what.missingPoints(),
                what.missingValues(),
                what.stalePoints(),
                what.missingDeletes(),
                what.hasRows() ? Json.timeOfNanos(what.start()) : null,
                what.hasRows() ? Json.timeOfNanos(what.end()) : null,
                details ? what.series().stream().map(CheckReport::series).toList() : null);
    }

    private static Series series(SeriesDifference series) {
        return new Series(
                series.series().toString(),
                series.missingPoints(),
                series.stalePoints(),
                Json.timeOfNanos(series.start()),
                Json.timeOfNanos(series.end()));
    }
}
