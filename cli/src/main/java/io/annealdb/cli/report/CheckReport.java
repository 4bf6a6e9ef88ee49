package io.annealdb.cli.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.annealdb.cli.connect.NodeNames;
import io.annealdb.image.ClusterImage;
import io.annealdb.points.NodeId;
import io.annealdb.repair.check.PairDifference;
import io.annealdb.repair.check.ShardCheck;
import io.annealdb.repair.compare.HopDifference;
import io.annealdb.repair.compare.SeriesDifference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** How replicas compare. */
public record CheckReport(boolean equal, List<Shard> shards) {
    /**
     * One shard.
     *
     * @param missing owners that have lost the shard; null if none has
     * @param unreachable owners that did not answer; null if all did
     * @param points values that owners do not hold alike; null unless details were asked for
     * @param verified what owners found that read every block; null unless that was asked for
     */
    public record Shard(
            long id,
            boolean equal,
            List<Difference> differences,
            @JsonInclude(JsonInclude.Include.NON_NULL) List<String> missing,
            @JsonInclude(JsonInclude.Include.NON_NULL) List<String> unreachable,
            @JsonInclude(JsonInclude.Include.NON_NULL) List<PointReport> points,
            @JsonInclude(JsonInclude.Include.NON_NULL) PointList.Page pointsPage,
            @JsonInclude(JsonInclude.Include.NON_NULL) List<VerifiedReport> verified) {
        /** Whether something was found, not only that somebody did not answer. */
        boolean differs() {
            return missing != null || !differences.isEmpty() || damaged();
        }

        /** Whether an owner has found damage. */
        boolean damaged() {
            return verified != null && verified.stream().anyMatch(copy -> !copy.damage().isEmpty());
        }

        /**
         * The same with what was asked for beside the comparison.
         *
         * @param silent owners that did not answer that
         */
        public Shard with(PointList listed, List<VerifiedReport> read, List<String> silent) {
            Set<String> away = new LinkedHashSet<>(unreachable == null ? List.of() : unreachable);
            away.addAll(silent);
            boolean sound = read == null || read.stream().allMatch(copy -> copy.damage().isEmpty());
            return new Shard(
                    id,
                    equal && silent.isEmpty() && sound,
                    differences,
                    missing,
                    away.isEmpty() ? null : List.copyOf(away),
                    listed == null ? null : listed.values(),
                    listed == null ? null : listed.page(),
                    read);
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

    /** The same with what was asked for beside the comparison, shard by shard. */
    public CheckReport with(UnaryOperator<Shard> beside) {
        List<Shard> all = shards.stream().map(beside).toList();
        return new CheckReport(all.stream().allMatch(Shard::equal), all);
    }

    /** A difference or damage outweighs an owner that is away. */
    public ShardCheck.Verdict verdict() {
        if (shards.stream().anyMatch(Shard::differs)) {
            return ShardCheck.Verdict.DIFFERENT;
        }
        return equal ? ShardCheck.Verdict.EQUAL : ShardCheck.Verdict.INCOMPLETE;
    }

    private static Shard shard(ShardCheck check, ClusterImage image, boolean details) {
        return new Shard(
                check.shard().value(),
                check.equal(),
                check.differences().stream().map(pair -> difference(pair, image, details)).toList(),
                names(check.missing(), image),
                names(check.unreachable(), image),
                null,
                null,
                null);
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
