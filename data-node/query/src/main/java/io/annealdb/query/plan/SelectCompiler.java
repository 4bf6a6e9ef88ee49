package io.annealdb.query.plan;

import io.annealdb.query.QueryException;
import io.annealdb.query.ast.Expr;
import io.annealdb.query.ast.Fill;
import io.annealdb.query.ast.SelectStatement;
import java.util.ArrayList;
import java.util.List;

/** Checks a SELECT without looking at data; every error is InfluxDB's. For one statement. */
public final class SelectCompiler {
    private final SelectStatement statement;
    private final long now;
    private long interval;
    private long offset;

    private SelectCompiler(SelectStatement statement, long now) {
        this.statement = statement;
        this.now = now;
    }

    /**
     * @param now ns since 1970
     * @throws QueryException with InfluxDB's text
     */
    public static CompiledSelect compile(SelectStatement statement, long now) {
        return new SelectCompiler(statement, now).compile();
    }

    private CompiledSelect compile() {
        refuseWhatIsNotAnswered();
        TimeSplit where = TimeSplit.of(statement.condition(), now);
        String timeName = "time";
        List<SelectStatement.Field> fields = new ArrayList<>();
        for (SelectStatement.Field field : statement.fields()) {
            if (field.expression() instanceof Expr.VarRef ref && ref.isTime()) {
                timeName = field.alias() == null ? timeName : field.alias();
            } else {
                fields.add(new SelectStatement.Field(normal(field.expression()), field.alias()));
            }
        }
        List<Expr> dimensions = dimensions();
        CallRules rules = new CallRules(interval, false, statement.limit());
        fields.forEach(field -> rules.field(field.expression()));
        checkTogether(fields, rules);
        long last = where.max() != null ? where.max() : interval > 0 ? now : Times.MAX;
        long first = where.min() != null ? where.min() : Times.MIN;
        return new CompiledSelect(
                fields,
                timeName,
                where.rest(),
                where.min() != null,
                Math.max(first, Times.MIN),
                Math.min(last, Times.MAX),
                interval,
                offset,
                dimensions,
                statement.fill(),
                statement.ascending(),
                statement.limit(),
                statement.offset(),
                statement.seriesLimit(),
                statement.seriesOffset(),
                rules.anyCall(),
                lookback(rules.bucketsBefore()));
    }

    /** Saturates. */
    private long lookback(long buckets) {
        return buckets == 0 || interval <= Long.MAX_VALUE / buckets
                ? buckets * interval
                : Long.MAX_VALUE;
    }

    private void refuseWhatIsNotAnswered() {
        if (statement.into() != null) {
            throw new QueryException("SELECT INTO is not supported yet");
        }
        String zone = statement.timeZone();
        if (zone != null && !zone.equals("UTC")) {
            throw new QueryException(
                    "tz('" + zone + "') is not supported yet: leave it out for UTC");
        }
    }

    /** {@code DISTINCT x} is the call {@code distinct(x)}, alone and within count(). */
    private static Expr normal(Expr expr) {
        if (expr instanceof Expr.Distinct distinct) {
            return new Expr.Call("distinct", List.of(new Expr.VarRef(distinct.field())));
        }
        if (expr instanceof Expr.Call call) {
            return new Expr.Call(
                    call.name(), call.arguments().stream().map(SelectCompiler::normal).toList());
        }
        if (expr instanceof Expr.Paren paren) {
            return new Expr.Paren(normal(paren.inner()));
        }
        return expr instanceof Expr.Binary binary
                ? new Expr.Binary(binary.operator(), normal(binary.left()), normal(binary.right()))
                : expr;
    }

    private List<Expr> dimensions() {
        List<Expr> tags = new ArrayList<>();
        for (Expr dimension : statement.dimensions()) {
            if (dimension instanceof Expr.Call call) {
                timeDimension(call);
            } else if (dimension instanceof Expr.VarRef ref) {
                if (ref.name().equalsIgnoreCase("time")) {
                    throw new QueryException(
                            "time() is a function and expects at least one argument");
                }
                tags.add(ref);
            } else if (dimension instanceof Expr.Wildcard || dimension instanceof Expr.Regex) {
                tags.add(dimension);
            } else {
                throw new QueryException("only time and tag dimensions allowed");
            }
        }
        return tags;
    }

    private void timeDimension(Expr.Call call) {
        if (!call.name().equals("time")) {
            throw new QueryException("only time() calls allowed in dimensions");
        }
        int count = call.arguments().size();
        if (count < 1 || count > 2) {
            throw new QueryException("time dimension expected 1 or 2 arguments");
        }
        Expr width = TimeValue.reduce(call.arguments().get(0), now);
        if (!(width instanceof Expr.DurationLiteral span)) {
            throw new QueryException("time dimension must have duration argument");
        }
        if (interval != 0) {
            throw new QueryException("multiple time dimensions not allowed");
        }
        // InfluxDB answers an interval of nothing as if none were written.
        interval = Math.max(0, span.ns());
        if (count == 2 && interval > 0) {
            offset = offset(TimeValue.reduce(call.arguments().get(1), now)) % interval;
        }
    }

    private static long offset(Expr expr) {
        if (expr instanceof Expr.DurationLiteral span) {
            return span.ns();
        }
        if (expr instanceof Expr.TimeLiteral time) {
            return time.ns();
        }
        if (expr instanceof Expr.StringLiteral text && TimeValue.isTime(text.value())) {
            return TimeValue.parse(text.value());
        }
        if (expr instanceof Expr.Call) {
            throw new QueryException("time dimension offset function must be now()");
        }
        throw new QueryException("time dimension offset must be duration or now()");
    }

    private void checkTogether(List<SelectStatement.Field> fields, CallRules rules) {
        if (fields.isEmpty()) {
            throw new QueryException("at least 1 non-time field must be queried");
        }
        if (!rules.anyCall()) {
            if (statement.fill() instanceof Fill.None) {
                throw new QueryException("fill(none) must be used with a function");
            }
            if (statement.fill() instanceof Fill.Linear) {
                throw new QueryException("fill(linear) must be used with a function");
            }
            if (interval > 0) {
                throw new QueryException("GROUP BY requires at least one aggregate function");
            }
        }
        rules.checkTogether();
    }
}
