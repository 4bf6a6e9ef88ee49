package io.annealdb.query.plan;

import io.annealdb.points.FieldType;
import io.annealdb.query.QueryException;
import io.annealdb.query.ast.DataType;
import io.annealdb.query.ast.Expr;
import java.util.ArrayList;
import java.util.List;

/** From calls as they are written, their names typed, to {@link CallSpec}. */
record CallBinder(long interval) {
    /**
     * @throws QueryException where a function does not take the type of its argument
     */
    CallSpec spec(Expr.Call call) {
        CallSpec spec = spec(call, 0);
        refuseType(spec);
        return spec;
    }

    private CallSpec spec(Expr.Call call, long lookback) {
        if (Functions.TRANSFORMATIONS.contains(call.name())) {
            return transformation(call, lookback);
        }
        List<Expr> arguments = call.arguments();
        Expr argument = arguments.get(0);
        if (argument instanceof Expr.Call inner) {
            return new CallSpec.Aggregate(
                    CallSpec.COUNT_DISTINCT,
                    column((Expr.VarRef) inner.arguments().get(0)),
                    0,
                    List.of(),
                    lookback);
        }
        List<ColumnRef> per = new ArrayList<>();
        double parameter = 0;
        if (arguments.size() > 1) {
            Expr last = arguments.get(arguments.size() - 1);
            parameter = ((Number) RowExpr.constant(last)).doubleValue();
            arguments
                    .subList(1, arguments.size() - 1)
                    .forEach(tag -> per.add(column((Expr.VarRef) tag)));
        }
        return new CallSpec.Aggregate(
                call.name(), column((Expr.VarRef) argument), parameter, per, lookback);
    }

    private CallSpec transformation(Expr.Call call, long lookback) {
        List<Expr> arguments = call.arguments();
        long inner = lookback;
        if (Functions.looksBack(call.name())) {
            inner = lookback > Long.MAX_VALUE - interval ? Long.MAX_VALUE : lookback + interval;
        }
        CallInput input =
                arguments.get(0) instanceof Expr.Call nested
                        ? spec(nested, inner)
                        : column((Expr.VarRef) arguments.get(0));
        return new CallSpec.Transformation(
                call.name(),
                input,
                arguments.subList(1, arguments.size()).stream().map(RowExpr::constant).toList(),
                inner);
    }

    private static void refuseType(CallSpec call) {
        FieldType type;
        if (call instanceof CallSpec.Transformation outer && outer.input() instanceof CallSpec in) {
            refuseType(in);
            type = in.resultType();
        } else {
            type = call.column().type();
        }
        boolean taken =
                type == null
                        || type.numeric()
                        || (type == FieldType.BOOLEAN
                                ? Functions.takesBooleans(call.function())
                                : Functions.takesEveryType(call.function()));
        if (!taken) {
            throw new QueryException(
                    "unsupported "
                            + iteratorName(call.function())
                            + " iterator type: *query."
                            + type.influxName()
                            + "InterruptIterator");
        }
    }

    /** InfluxDB's name for what computes a function. */
    private static String iteratorName(String function) {
        return switch (function) {
            case "non_negative_derivative" -> "derivative";
            case "non_negative_difference" -> "difference";
            case "holt_winters_with_fit", "holt_winters" -> "holt winters";
            case "cumulative_sum" -> "cumulative sum";
            case "moving_average" -> "moving average";
            default -> function.replace('_', ' ');
        };
    }

    static ColumnRef column(Expr.VarRef ref) {
        return new ColumnRef(
                ref.name(), InfluxTypes.fieldType(ref.cast()), ref.cast() == DataType.TAG);
    }
}
