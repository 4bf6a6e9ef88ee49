package io.annealdb.query.exec;

import io.annealdb.points.SeriesColumns;
import io.annealdb.query.plan.BoundSelect;
import io.annealdb.query.plan.CallSpec;
import io.annealdb.query.plan.CompiledSelect;
import io.annealdb.query.plan.Times;
import java.util.ArrayList;
import java.util.List;

/** All that a group's rows have come to: a state for each call, over the buckets of time met. */
final class GroupState {
    private final BoundSelect bound;
    private final Buckets buckets = new Buckets();
    private final List<PartialAggregate> states = new ArrayList<>();

    GroupState(BoundSelect bound) {
        this.bound = bound;
        int calls = bound.calls().size();
        PickedRow beside = new PickedRow(bound.columns(), calls);
        for (CallSpec call : bound.calls()) {
            states.add(
                    call.argument().field()
                            ? PartialAggregate.of(call, beside, bound.select().ascending())
                            : null);
        }
    }

    /** Takes in a run: its first columns are the arguments of the calls, in order. */
    void add(SeriesColumns run) {
        CompiledSelect select = bound.select();
        int from = 0;
        while (from < run.size()) {
            long start = select.bucket(run.times()[from]);
            int to = select.interval() == 0 ? run.size() : endOfBucket(run.times(), from, start);
            int slot = buckets.slot(start);
            for (int call = 0; call < states.size(); call++) {
                if (states.get(call) != null) {
                    states.get(call).add(slot, run, call, from, to);
                }
            }
            from = to;
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

    /** The results of a call in the order of the answer, before filling; none for no column. */
    List<CallPoint> points(int call) {
        CompiledSelect select = bound.select();
        CallSpec spec = bound.calls().get(call);
        if (states.get(call) == null) {
            boolean countsTags =
                    spec.argument().tag() && spec.function().equals(CallSpec.COUNT_DISTINCT);
            return countsTags && select.interval() == 0
                    ? List.of(new CallPoint(shownStart(select.minTime()), 0L, null))
                    : List.of();
        }
        boolean ownTime = select.interval() == 0 && bound.calls().size() == 1 && spec.selects();
        List<CallPoint> out = new ArrayList<>();
        for (int slot : buckets.inOrder(select.ascending())) {
            for (PartialAggregate.Result result : states.get(call).results(slot)) {
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
