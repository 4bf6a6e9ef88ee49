package io.annealdb.query.exec;

import io.annealdb.points.FieldType;
import io.annealdb.points.SeriesColumns;
import io.annealdb.query.plan.CallSpec.Aggregate;
import java.util.List;

/**
 * What one call has made of the rows of a group so far, bucket by bucket; buckets are named by
 * slots. States of the same call over disjoint rows merge into the state over all of them, whatever
 * the order: so parts may be computed where the data lies.
 */
interface PartialAggregate {
    /**
     * Takes rows in; rows without a value in the column are passed over.
     *
     * @param column of the call's argument
     * @param from first row, included
     * @param to last row, excluded
     */
    void add(int slot, SeriesColumns run, int column, int from, int to);

    /** Takes in what another state of the same call holds in one of its slots. */
    void merge(int slot, PartialAggregate other, int otherSlot);

    /**
     * The results of a bucket: none where no row counted, several only of distinct(), top(),
     * bottom() and sample().
     */
    List<Result> results(int slot);

    /**
     * @param time of the point that was picked; meaningless where a value was computed
     * @param beside values of the other columns wanted at that point; null without any
     */
    record Result(Object value, long time, Object[] beside) {
        static List<Result> of(Object value) {
            return List.of(new Result(value, 0, null));
        }
    }

    /**
     * @param beside reads the other columns of the statement at a picked row
     * @param ascending the statement's order of time
     */
    static PartialAggregate of(Aggregate call, PickedRow beside, boolean ascending) {
        FieldType type = call.argument().type();
        boolean floats = type == FieldType.FLOAT;
        return switch (call.function()) {
            case "count" -> new CountPartial();
            case "sum" -> new SumPartial(floats);
            case "mean" -> new MeanPartial(floats);
            case "stddev" -> new DeviationPartial(floats);
            case "spread" -> new SpreadPartial(floats);
            case "min", "max", "first", "last" ->
                    new SelectorPartial(PointOrder.of(call.function(), type), type, beside);
            case "distinct" -> new DistinctPartial(false, ascending);
            case Aggregate.COUNT_DISTINCT -> new DistinctPartial(true, ascending);
            case "median" -> new ValuesPartial(ValuesPartial.Finish.MEDIAN, type, 0, beside);
            case "mode" -> new ValuesPartial(ValuesPartial.Finish.MODE, type, 0, beside);
            case "percentile" ->
                    new ValuesPartial(
                            ValuesPartial.Finish.PERCENTILE, type, call.parameter(), beside);
            case "top", "bottom" -> new ExtremesPartial(call, beside);
            case "sample" -> new SamplePartial((int) call.parameter(), beside);
            default -> throw new IllegalArgumentException("no such call: " + call);
        };
    }
}
