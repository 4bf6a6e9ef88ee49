package io.annealdb.query.exec;

import io.annealdb.points.FieldType;
import io.annealdb.query.QueryContext;
import io.annealdb.query.ast.Fill;
import io.annealdb.query.plan.BoundSelect;
import io.annealdb.query.plan.CallInput;
import io.annealdb.query.plan.CallSpec;
import io.annealdb.query.plan.CallSpec.Aggregate;
import io.annealdb.query.plan.ColumnRef;
import io.annealdb.query.plan.CompiledSelect;
import io.annealdb.query.transform.Transformation;
import io.annealdb.query.transform.Transformations;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * The results of calls in one group, each call's in the order of the answer: of aggregates from
 * what the group has come to, of transformations computed on the way.
 */
final class CallResults {
    private final BoundSelect bound;
    private final GroupState state;
    private final List<SeriesGroups.Part> parts;
    private final QueryContext context;

    /**
     * @param state null if the statement has no aggregates
     * @param parts empty if none of its calls needs stored values
     */
    CallResults(
            BoundSelect bound,
            GroupState state,
            List<SeriesGroups.Part> parts,
            QueryContext context) {
        this.bound = bound;
        this.state = state;
        this.parts = parts;
        this.context = context;
    }

    Iterator<CallPoint> of(CallSpec call) {
        return call instanceof Aggregate aggregate
                ? of(aggregate)
                : of((CallSpec.Transformation) call);
    }

    private Iterator<CallPoint> of(Aggregate call) {
        CompiledSelect select = bound.select();
        if (state == null) {
            return Collections.emptyIterator();
        }
        List<CallPoint> points = state.points(call);
        boolean filled =
                select.interval() > 0
                        && !(select.fill() instanceof Fill.None)
                        && !call.keepsTimes()
                        && !call.function().equals("distinct");
        return filled ? new FilledPoints(points, call, select) : points.iterator();
    }

    private Iterator<CallPoint> of(CallSpec.Transformation call) {
        CompiledSelect select = bound.select();
        FieldType type =
                call.input() instanceof CallSpec inner
                        ? inner.resultType()
                        : ((ColumnRef) call.input()).type();
        Transformation transformation =
                Transformations.of(
                        call.function(),
                        call.parameters(),
                        type == FieldType.INTEGER || type == FieldType.UNSIGNED,
                        new Transformations.Grouping(
                                select.interval(), select.ascending(), select::bucket));
        return new TransformedPoints(input(call.input(), call.lookback()), transformation);
    }

    private Iterator<CallPoint> input(CallInput input, long lookback) {
        if (input instanceof CallSpec call) {
            return of(call);
        }
        ColumnRef column = (ColumnRef) input;
        return column.field()
                ? new StoredPoints(bound.select(), column, lookback, parts, context)
                : Collections.emptyIterator();
    }
}
