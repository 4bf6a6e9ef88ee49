package io.annealdb.cli.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.annealdb.cli.connect.NodeNames;
import io.annealdb.image.ClusterImage;
import io.annealdb.points.Delete;
import io.annealdb.points.NodeId;
import io.annealdb.repair.preview.ComparedValue;
import java.util.Collection;
import java.util.List;

/**
 * One value that owners do not hold alike.
 *
 * @param holders what each owner shows
 * @param lacking owners that show nothing
 * @param winner an owner whose version stays; null if a delete hides all of them
 * @param why the winner wins: missing elsewhere, higher stamp, value bits; or deleted by whom
 */
public record PointReport(
        String series,
        String time,
        String field,
        String type,
        List<Holder> holders,
        List<String> lacking,
        @JsonInclude(JsonInclude.Include.ALWAYS) String winner,
        String why) {
    /** What one owner shows: a value and its stamp. */
    public record Holder(String node, Object value, String stamp) {}

    public static PointReport of(
            ComparedValue value, Collection<NodeId> owners, ClusterImage image) {
        return new PointReport(
                value.series().toString(),
                Json.timeOfNanos(value.time()),
                value.field().name(),
                value.field().type().influxName(),
                value.held().entrySet().stream()
                        .map(
                                each ->
                                        new Holder(
                                                NodeNames.of(image, each.getKey()),
                                                each.getValue().value(),
                                                each.getValue().stamp().toString()))
                        .toList(),
                owners.stream()
                        .filter(owner -> !value.held().containsKey(owner))
                        .map(owner -> NodeNames.of(image, owner))
                        .toList(),
                value.winner().map(node -> NodeNames.of(image, node)).orElse(null),
                why(value));
    }

    private static String why(ComparedValue value) {
        return switch (value.why()) {
            case MISSING -> "missing";
            case HIGHER_STAMP -> "higher stamp";
            case VALUE_BITS -> "same stamp: value bits";
            case DELETED ->
                    "deleted by " + value.deletedBy().map(PointReport::describe).orElse("a delete");
        };
    }

    private static String describe(Delete delete) {
        return delete.stamp()
                + " of "
                + delete.series()
                + " from "
                + Json.timeOfNanos(delete.minTime())
                + " to "
                + Json.timeOfNanos(delete.maxTime());
    }
}
