package io.annealdb.query.plan;

import io.annealdb.points.FieldType;
import io.annealdb.query.QueryException;
import io.annealdb.query.ast.DataType;
import io.annealdb.query.ast.Expr;
import io.annealdb.query.ast.SelectStatement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A SELECT on the fields and tags at hand: wildcards expanded, every name a typed column. A row of
 * the answer is computed from an array that holds the values of the calls, then those of the
 * columns.
 *
 * @param columnNames of the answer, without time
 * @param outputs one a column name
 * @param aggregates those among the calls, and those that transformations work on
 * @param dimensions the tags grouped by
 */
public record BoundSelect(
        CompiledSelect select,
        List<String> columnNames,
        List<RowExpr> outputs,
        List<CallSpec> calls,
        List<CallSpec.Aggregate> aggregates,
        List<ColumnRef> columns,
        List<String> dimensions) {
    /**
     * @throws QueryException with InfluxDB's text, where types do not go together
     */
    public static BoundSelect bind(CompiledSelect select, Schema schema) {
        CallBinder binder = new CallBinder(select.interval());
        FieldExpansion expansion = new FieldExpansion(select, schema);
        List<SelectStatement.Field> fields =
                expansion.fields().stream()
                        .map(
                                field ->
                                        new SelectStatement.Field(
                                                typed(field.expression(), schema), field.alias()))
                        .toList();
        refuseTagsAlone(fields);
        fields.forEach(field -> ExprTypes.of(field.expression(), binder));
        Map<Expr, Integer> callPlaces = new LinkedHashMap<>();
        Map<Expr, Integer> columnPlaces = new LinkedHashMap<>();
        fields.forEach(field -> gather(field.expression(), callPlaces, columnPlaces));
        columnPlaces.replaceAll((ref, place) -> place + callPlaces.size());
        Map<Expr, Integer> places = new LinkedHashMap<>(callPlaces);
        places.putAll(columnPlaces);
        List<CallSpec> calls =
                callPlaces.keySet().stream().map(call -> binder.spec((Expr.Call) call)).toList();
        return new BoundSelect(
                select,
                ColumnNames.of(fields),
                fields.stream().map(f -> RowExpr.compile(f.expression(), places)).toList(),
                calls,
                calls.stream().flatMap(BoundSelect::aggregate).distinct().toList(),
                columnPlaces.keySet().stream()
                        .map(ref -> CallBinder.column((Expr.VarRef) ref))
                        .toList(),
                expansion.dimensions());
    }

    private static Expr typed(Expr expr, Schema schema) {
        if (expr instanceof Expr.VarRef ref) {
            return new Expr.VarRef(ref.name(), type(ref, schema));
        }
        if (expr instanceof Expr.Paren paren) {
            return new Expr.Paren(typed(paren.inner(), schema));
        }
        if (expr instanceof Expr.Binary binary) {
            return new Expr.Binary(
                    binary.operator(), typed(binary.left(), schema), typed(binary.right(), schema));
        }
        if (expr instanceof Expr.Call call) {
            List<Expr> arguments = new ArrayList<>(call.arguments());
            arguments.replaceAll(argument -> typed(argument, schema));
            return new Expr.Call(call.name(), arguments);
        }
        return expr;
    }

    /** The type a reference is read as; null if no source knows the name. */
    private static DataType type(Expr.VarRef ref, Schema schema) {
        if (ref.cast() != null && ref.cast() != DataType.ANY_FIELD) {
            return ref.cast();
        }
        FieldType field = schema.fields().get(ref.name());
        if (field != null) {
            return InfluxTypes.of(field);
        }
        boolean tag = ref.cast() == null && schema.tags().contains(ref.name());
        return tag ? DataType.TAG : null;
    }

    /** What InfluxDB 1.8 refuses: rows come from fields, so tags alone have none. */
    private static void refuseTagsAlone(List<SelectStatement.Field> fields) {
        boolean tagsAlone =
                !fields.isEmpty() && fields.stream().allMatch(f -> isTag(f.expression()));
        if (tagsAlone) {
            throw new QueryException("statement must have at least one field in select clause");
        }
    }

    private static boolean isTag(Expr expr) {
        if (expr instanceof Expr.Call call && call.name().equals("distinct")) {
            return isTag(call.arguments().get(0));
        }
        return expr instanceof Expr.VarRef ref && ref.cast() == DataType.TAG;
    }

    private static void gather(
            Expr expr, Map<Expr, Integer> callPlaces, Map<Expr, Integer> columnPlaces) {
        if (expr instanceof Expr.Call call && MathFunction.named(call.name()).isPresent()) {
            call.arguments().forEach(argument -> gather(argument, callPlaces, columnPlaces));
        } else if (expr instanceof Expr.Call) {
            callPlaces.putIfAbsent(expr, callPlaces.size());
        } else if (expr instanceof Expr.VarRef) {
            columnPlaces.putIfAbsent(expr, columnPlaces.size());
        } else if (expr instanceof Expr.Paren paren) {
            gather(paren.inner(), callPlaces, columnPlaces);
        } else if (expr instanceof Expr.Binary binary) {
            gather(binary.left(), callPlaces, columnPlaces);
            gather(binary.right(), callPlaces, columnPlaces);
        }
    }

    /** The aggregate at the bottom of a call; none where stored values are transformed. */
    private static Stream<CallSpec.Aggregate> aggregate(CallSpec call) {
        if (call instanceof CallSpec.Aggregate aggregate) {
            return Stream.of(aggregate);
        }
        return ((CallSpec.Transformation) call).input() instanceof CallSpec inner
                ? aggregate(inner)
                : Stream.empty();
    }
}
