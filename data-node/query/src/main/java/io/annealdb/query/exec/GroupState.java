package io.annealdb.query.exec;

import io.annealdb.points.SeriesColumns;
import io.annealdb.query.plan.BoundSelect;
import io.annealdb.query.plan.CallSpec.Aggregate;
import io.annealdb.query.plan.CompiledSelect;
import io.annealdb.query.plan.Times;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All that a group's rows have come to: a state for each aggregate, over the buckets of time met.
 */
final class GroupState {
    /** Of several points of a bucket; as in InfluxDB also where buckets go back in time. */
    private static final Comparator<PartialAggregate.Result> BY_TIME =
            Comparator.comparingLong(PartialAggregate.Result::time);

    private final BoundSelect bound;
    private final Buckets buckets = new Buckets();
    private final List<PartialAggregate> states = new ArrayList<>();

    GroupState(BoundSelect bound) {
        this.bound = bound;
        PickedRow beside = new PickedRow(bound.columns(), bound.aggregates().size());
        for (Aggregate call : bound.aggregates()) {
            states.add(
                    call.argument().field()
                            ? PartialAggregate.of(call, beside, bound.select().ascending())
                            : null);
        }
    }

    /** Takes in a run: its first columns are the arguments of the aggregates, in order. */
    void add(SeriesColumns run) {
        CompiledSelect select = bound.select();
        int from = 0;
        while (from < run.size()) {
            long start = select.bucket(run.times()[from]);
            int to = select.interval() == 0 ? run.size() : endOfBucket(run.times(), from, start);
            int slot = buckets.slot(start);
            for (int call = 0; call < states.size(); call++) {
                if (states.get(call) != null) {
                    add(call, slot, run, from, to);
                }
            }
            from = to;
        }
    }

    /** The rows of a bucket that are in the range of the aggregate; others see further back. */
    private void add(int call, int slot, SeriesColumns run, int from, int to) {
        long lookback = bound.aggregates().get(call).lookback();
        int first = from;
        if (lookback < bound.select().lookback()) {
            long min = bound.select().minTime(lookback);
            long max = bound.select().maxTime(lookback);
            while (first < to && (run.times()[first] < min || run.times()[first] > max)) {
                first++;
            }
        }
        if (first < to) {
            states.get(call).add(slot, run, call, first, to);
        }
    }

    private int endOfBucket(long[] times, int from, long start) {
        long last = start + (bound.select().interval() - 1);
        if (last < start) {
            last = Long.MAX_VALUE;
        }
        int to = from + 1;
        while (to < times.length && times[to] >= start && times[to] <= last) {
            to++;
        }
        return to;
    }

    /** Takes in what a state of the same statement, over other rows, has come to. */
    void merge(GroupState other) {
        for (int slot = 0; slot < other.buckets.size(); slot++) {
            int here = buckets.slot(other.buckets.start(slot));
            for (int call = 0; call < states.size(); call++) {
                if (states.get(call) != null) {
                    states.get(call).merge(here, other.states.get(call), slot);
                }
            }
        }
    }

    /**
     * The results of an aggregate in the order of the answer, before filling; none for no column.
     */
    List<CallPoint> points(Aggregate spec) {
        CompiledSelect select = bound.select();
        int call = bound.aggregates().indexOf(spec);
        if (states.get(call) == null) {
            boolean countsTags =
                    spec.argument().tag() && spec.function().equals(Aggregate.COUNT_DISTINCT);
            return countsTags && select.interval() == 0
                    ? List.of(new CallPoint(shownStart(select.minTime()), 0L, null))
                    : List.of();
        }
        boolean alone = select.interval() == 0 && bound.calls().size() == 1 && spec.selects();
        boolean ownTime = alone || spec.keepsTimes();
        List<CallPoint> out = new ArrayList<>();
        for (int slot : buckets.inOrder(select.ascending())) {
            List<PartialAggregate.Result> results = states.get(call).results(slot);
            if (spec.keepsTimes()) {
                results = results.stream().sorted(BY_TIME).toList();
            }
            for (PartialAggregate.Result result : results) {
                long time = ownTime ? result.time() : shownStart(buckets.start(slot));
                out.add(new CallPoint(time, result.value(), result.beside()));
            }
        }
        return out;
    }

    /** An unbounded range begins in 1970, to the eye. */
    private static long shownStart(long start) {
        return start == Times.MIN ? 0 : start;
    }
}
