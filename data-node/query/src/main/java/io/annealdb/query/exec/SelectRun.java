package io.annealdb.query.exec;

import io.annealdb.points.SeriesColumns;
import io.annealdb.query.QueryContext;
import io.annealdb.query.QueryException;
import io.annealdb.query.QueryResult;
import io.annealdb.query.ResultSeries;
import io.annealdb.query.ShardSource;
import io.annealdb.query.plan.BoundSelect;
import io.annealdb.query.plan.CallSpec;
import io.annealdb.query.plan.ColumnRef;
import io.annealdb.query.plan.CompiledSelect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** One SELECT under way: groups in the order of the answer, each with its rows. */
final class SelectRun implements QueryResult {
    private final BoundSelect bound;
    private final List<MeasurementRead> reads;
    private final QueryContext context;
    private final Runnable release;
    private final List<String> columns;
    private Iterator<GroupKey> groups;
    private Map<GroupKey, GroupState> states; // of aggregates
    private SeriesGroups members; // where rows are needed as they are stored; else null
    private ResultSeries next;

    /**
     * @param release gives back the shards; run once
     */
    SelectRun(
            BoundSelect bound,
            List<MeasurementRead> reads,
            QueryContext context,
            Runnable release) {
        this.bound = bound;
        this.context = context;
        this.release = release;
        this.columns = new ArrayList<>(bound.columnNames());
        this.columns.add(0, bound.select().timeName());
        List<ColumnReader.Wanted> wanted = wanted();
        reads.forEach(read -> read.want(wanted));
        this.reads = List.copyOf(reads);
        refuseTooManyBuckets();
    }

    private List<ColumnReader.Wanted> wanted() {
        List<ColumnReader.Wanted> wanted = new ArrayList<>();
        for (CallSpec.Aggregate call : bound.aggregates()) {
            wanted.add(new ColumnReader.Wanted(call.argument().name(), call.argument().type()));
        }
        bound.columns().stream()
                .filter(ColumnRef::field)
                .forEach(ref -> wanted.add(new ColumnReader.Wanted(ref.name(), ref.type())));
        return wanted;
    }

    private void refuseTooManyBuckets() {
        CompiledSelect select = bound.select();
        long max = context.limits().maxSelectBuckets();
        if (select.interval() == 0 || max == 0 || !select.lowerBound()) {
            return;
        }
        long buckets =
                FilledPoints.count(
                        select.bucket(select.minTime()),
                        select.bucket(select.maxTime()),
                        select.interval());
        if (buckets > max) {
            throw new QueryException(
                    "max-select-buckets limit exceeded: (" + buckets + "/" + max + ")");
        }
    }

    @Override
    public boolean hasNext() {
        if (groups == null) {
            begin();
        }
        while (next == null && groups.hasNext()) {
            context.checkCancelled();
            GroupKey key = groups.next();
            Iterator<Object[]> rows = rows(key);
            if (rows.hasNext()) {
                next = new ResultSeries(key.measurement(), key.tagMap(), columns, true, rows);
            }
        }
        return next != null;
    }

    @Override
    public ResultSeries next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more series");
        }
        ResultSeries series = next;
        next = null;
        return series;
    }

    private Iterator<Object[]> rows(GroupKey key) {
        List<SeriesGroups.Part> parts = members == null ? List.of() : members.parts(key);
        return bound.calls().isEmpty()
                ? new RawRows(bound, parts, context)
                : new AggregateRows(
                        bound, new CallResults(bound, states.remove(key), parts, context));
    }

    private void begin() {
        CompiledSelect select = bound.select();
        long seriesMax = context.limits().maxSelectSeries();
        boolean storedRows =
                bound.calls().isEmpty() || bound.calls().stream().anyMatch(SelectRun::readsStored);
        boolean listed =
                storedRows
                        || seriesMax > 0
                        || select.seriesLimit() > 0
                        || select.seriesOffset() > 0
                        || bound.calls().stream().allMatch(call -> call.column().tag());
        SeriesGroups all = listed ? new SeriesGroups(reads, bound, seriesMax) : null;
        members = storedRows ? all : null;
        states = bound.aggregates().isEmpty() ? new HashMap<>() : aggregated(all);
        groups =
                SeriesGroups.ordered(listed ? all.keys() : states.keySet(), select.ascending())
                        .iterator();
    }

    /** Whether a call works on values as they are stored, one after another. */
    private static boolean readsStored(CallSpec call) {
        return call instanceof CallSpec.Transformation transformation
                && (!(transformation.input() instanceof CallSpec inner) || readsStored(inner));
    }

    /**
     * @param listed the groups of the answer; null if they are those that have rows
     */
    private Map<GroupKey, GroupState> aggregated(SeriesGroups listed) {
        Map<GroupKey, GroupState> out = new HashMap<>();
        if (listed != null) {
            listed.keys().forEach(key -> out.put(key, new GroupState(bound)));
        }
        List<String> tags = SeriesGroups.sortedDimensions(bound);
        for (MeasurementRead read : reads) {
            if (read.hasAny()) {
                for (ShardSource shard : read.shards()) {
                    aggregate(read, shard, tags, out, listed != null);
                }
            }
        }
        return out;
    }

    private void aggregate(
            MeasurementRead read,
            ShardSource shard,
            List<String> tags,
            Map<GroupKey, GroupState> out,
            boolean listed) {
        Iterator<SeriesColumns> runs = read.scan(shard, read.series(), context);
        while (runs.hasNext()) {
            SeriesColumns run = runs.next();
            GroupKey key = GroupKey.of(run.series(), tags);
            GroupState state = out.get(key);
            if (state == null && !listed) {
                state = new GroupState(bound);
                out.put(key, state);
            }
            if (state != null) {
                state.add(run);
            }
        }
    }

    @Override
    public void close() {
        release.run();
    }
}
