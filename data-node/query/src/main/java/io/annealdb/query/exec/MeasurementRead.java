package io.annealdb.query.exec;

import io.annealdb.points.FieldType;
import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.query.QueryContext;
import io.annealdb.query.QueryException;
import io.annealdb.query.ShardSource;
import io.annealdb.query.ast.DataType;
import io.annealdb.query.ast.Expr;
import io.annealdb.query.plan.CompiledSelect;
import io.annealdb.query.plan.SeriesFilter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * One measurement of one source, on the shards that may hold it: what of it is scanned, and which
 * rows count. For one statement and one thread.
 */
final class MeasurementRead {
    private final String measurement;
    private final List<ShardSource> shards;
    private final Map<String, FieldType> fields;
    private final Set<String> fieldsOfStatement;
    private final SeriesFilter filter;
    private final CompiledSelect select;
    private final Budget budget;
    private List<ColumnReader.Wanted> wanted = List.of();
    private final Map<Expr.VarRef, Integer> conditionPlaces = new LinkedHashMap<>();
    private ColumnReader reader;

    /**
     * @param fields of the measurement, on these shards
     * @param fieldsOfStatement of all its sources: a name among them is a field in conditions, also
     *     where this measurement lacks it
     */
    MeasurementRead(
            String measurement,
            List<ShardSource> shards,
            Map<String, FieldType> fields,
            Set<String> fieldsOfStatement,
            CompiledSelect select,
            Budget budget) {
        this.measurement = measurement;
        this.shards = List.copyOf(shards);
        this.fields = Map.copyOf(fields);
        this.filter = SeriesFilter.of(select.condition(), fieldsOfStatement::contains);
        this.fieldsOfStatement = fieldsOfStatement;
        this.select = select;
        this.budget = budget;
    }

    String measurement() {
        return measurement;
    }

    List<ShardSource> shards() {
        return shards;
    }

    Map<String, FieldType> fields() {
        return fields;
    }

    SeriesPredicate everySeries() {
        return new SeriesPredicate.MeasurementIs(measurement);
    }

    /** Series of which a row may count. */
    SeriesPredicate series() {
        return new SeriesPredicate.All(List.of(everySeries(), filter.series()));
    }

    /** The same rows, but only some columns of them. */
    MeasurementRead wanting(List<ColumnReader.Wanted> columns) {
        MeasurementRead other =
                new MeasurementRead(measurement, shards, fields, fieldsOfStatement, select, budget);
        other.want(columns);
        return other;
    }

    /** Says which columns {@link #scan} is to give, before the columns that conditions need. */
    void want(List<ColumnReader.Wanted> columns) {
        List<ColumnReader.Wanted> all = new ArrayList<>(columns);
        if (!filter.exact()) {
            placeCondition(select.condition(), all);
        }
        wanted = List.copyOf(columns);
        reader = new ColumnReader(all, fields.keySet());
    }

    private void placeCondition(Expr expr, List<ColumnReader.Wanted> all) {
        if (expr instanceof Expr.Paren paren) {
            placeCondition(paren.inner(), all);
        } else if (expr instanceof Expr.Binary binary) {
            placeCondition(binary.left(), all);
            placeCondition(binary.right(), all);
        } else if (expr instanceof Expr.VarRef ref
                && SeriesFilter.isFieldOf(ref, fieldsOfStatement)
                && !conditionPlaces.containsKey(ref)) {
            conditionPlaces.put(ref, all.size());
            all.add(new ColumnReader.Wanted(ref.name(), typeOf(ref)));
        }
    }

    private FieldType typeOf(Expr.VarRef ref) {
        FieldType own = fields.get(ref.name());
        if (ref.cast() == null || ref.cast() == DataType.ANY_FIELD) {
            return own;
        }
        return FieldType.valueOf(ref.cast().name());
    }

    /** Whether the measurement has any of the columns wanted. */
    boolean hasAny() {
        return wanted.stream().anyMatch(column -> fields.containsKey(column.name()));
    }

    /**
     * The rows of a shard that count: in the time range, meeting the condition, with a value in one
     * of the columns wanted. Series by series, in the statement's order of time.
     */
    Iterator<SeriesColumns> scan(ShardSource shard, SeriesPredicate series, QueryContext context) {
        Iterator<SeriesColumns> raw =
                shard.scan(
                        series,
                        reader.scanned(),
                        select.minTime(select.lookback()),
                        select.maxTime(select.lookback()),
                        select.ascending());
        return new Iterator<>() {
            private SeriesColumns next;

            @Override
            public boolean hasNext() {
                while (next == null && raw.hasNext()) {
                    context.checkCancelled();
                    SeriesColumns scanned = raw.next();
                    budget.points(scanned.size());
                    SeriesColumns counted = counted(reader.read(scanned));
                    next = counted.size() == 0 ? null : counted;
                }
                return next != null;
            }

            @Override
            public SeriesColumns next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("no more rows");
                }
                SeriesColumns run = next;
                next = null;
                return run;
            }
        };
    }

    private SeriesColumns counted(SeriesColumns run) {
        RowCondition condition =
                filter.exact()
                        ? null
                        : RowCondition.of(
                                select.condition(),
                                run.series(),
                                run.columns(),
                                ref -> conditionPlaces.getOrDefault(ref, -1));
        int rows = run.size();
        int[] kept = new int[rows];
        int count = 0;
        for (int row = 0; row < rows; row++) {
            if (hasWanted(run, row) && (condition == null || condition.test(row))) {
                kept[count++] = row;
            }
        }
        return count == rows ? run : Runs.rows(run, kept, count);
    }

    private boolean hasWanted(SeriesColumns run, int row) {
        for (int column = 0; column < wanted.size(); column++) {
            if (run.columns()[column].has(row)) {
                return true;
            }
        }
        return false;
    }

    /** What a statement may still read. */
    static final class Budget {
        private final long pointsMax;
        private long points;

        /**
         * @param pointsMax 0 for any number
         */
        Budget(long pointsMax) {
            this.pointsMax = pointsMax;
        }

        void points(long count) {
            points += count;
            if (pointsMax > 0 && points > pointsMax) {
                throw new QueryException(
                        "max-select-point limit exceeed: (" + points + "/" + pointsMax + ")");
            }
        }
    }
}
