package io.annealdb.query.plan;

import io.annealdb.points.FieldType;
import io.annealdb.query.QueryException;
import io.annealdb.query.ast.DataType;
import io.annealdb.query.ast.Expr;
import io.annealdb.query.ast.Operator;
import io.annealdb.query.ast.SelectStatement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A SELECT on the fields and tags at hand: wildcards expanded, every name a typed column. A row of
 * the answer is computed from an array that holds the values of the calls, then those of the
 * columns.
 *
 * @param columnNames of the answer, without time
 * @param outputs one a column name
 * @param dimensions the tags grouped by
 */
public record BoundSelect(
        CompiledSelect select,
        List<String> columnNames,
        List<RowExpr> outputs,
        List<CallSpec> calls,
        List<ColumnRef> columns,
        List<String> dimensions) {
    private static final Set<String> NUMBERS_ONLY =
            Set.of("sum", "mean", "spread", "stddev", "median", "percentile");

    /**
     * @throws QueryException with InfluxDB's text, where types do not go together
     */
    public static BoundSelect bind(CompiledSelect select, Schema schema) {
        FieldExpansion expansion = new FieldExpansion(select, schema);
        List<SelectStatement.Field> fields =
                expansion.fields().stream()
                        .map(
                                field ->
                                        new SelectStatement.Field(
                                                typed(field.expression(), schema), field.alias()))
                        .toList();
        refuseTagsAlone(fields);
        fields.forEach(field -> type(field.expression()));
        Map<Expr, Integer> callPlaces = new LinkedHashMap<>();
        Map<Expr, Integer> columnPlaces = new LinkedHashMap<>();
        fields.forEach(field -> gather(field.expression(), callPlaces, columnPlaces));
        columnPlaces.replaceAll((ref, place) -> place + callPlaces.size());
        Map<Expr, Integer> places = new LinkedHashMap<>(callPlaces);
        places.putAll(columnPlaces);
        return new BoundSelect(
                select,
                ColumnNames.of(fields),
                fields.stream().map(f -> RowExpr.compile(f.expression(), places)).toList(),
                callPlaces.keySet().stream().map(call -> spec((Expr.Call) call)).toList(),
                columnPlaces.keySet().stream().map(ref -> column((Expr.VarRef) ref)).toList(),
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

    /** The type of an expression, null if unknown; refuses what cannot be reckoned together. */
    private static DataType type(Expr expr) {
        if (expr instanceof Expr.VarRef ref) {
            return ref.cast();
        }
        if (expr instanceof Expr.Paren paren) {
            return type(paren.inner());
        }
        if (expr instanceof Expr.Call call) {
            CallSpec spec = spec(call);
            refuseType(spec);
            FieldType result = spec.resultType();
            return result == null ? null : InfluxTypes.of(result);
        }
        if (!(expr instanceof Expr.Binary binary)) {
            return literalType(expr);
        }
        DataType left = type(binary.left());
        DataType right = type(binary.right());
        if (left == null || right == null) {
            return null;
        }
        if (!goTogether(binary.operator(), left, right)) {
            throw new QueryException(
                    "type error: "
                            + binary
                            + ": incompatible types: "
                            + left.influxName()
                            + " and "
                            + right.influxName());
        }
        boolean whole = left == DataType.INTEGER && right == DataType.INTEGER;
        if (whole && binary.operator() != Operator.DIV) {
            return DataType.INTEGER;
        }
        return left == DataType.BOOLEAN ? left : DataType.FLOAT;
    }

    private static boolean goTogether(Operator operator, DataType left, DataType right) {
        boolean bits =
                operator == Operator.BIT_AND
                        || operator == Operator.BIT_OR
                        || operator == Operator.BIT_XOR;
        if (bits) {
            return left == DataType.BOOLEAN && right == DataType.BOOLEAN
                    || left == DataType.INTEGER && right == DataType.INTEGER;
        }
        return left.numeric() && right.numeric();
    }

    private static DataType literalType(Expr expr) {
        if (expr instanceof Expr.NumberLiteral || expr instanceof Expr.UnsignedLiteral) {
            return DataType.FLOAT;
        }
        if (expr instanceof Expr.IntegerLiteral) {
            return DataType.INTEGER;
        }
        if (expr instanceof Expr.BooleanLiteral) {
            return DataType.BOOLEAN;
        }
        return expr instanceof Expr.DurationLiteral ? DataType.DURATION : DataType.STRING;
    }

    private static void refuseType(CallSpec call) {
        FieldType type = call.argument().type();
        if (type == null || type.numeric()) {
            return;
        }
        boolean extreme = call.function().equals("min") || call.function().equals("max");
        if (NUMBERS_ONLY.contains(call.function()) || extreme && type == FieldType.STRING) {
            throw new QueryException(
                    "unsupported "
                            + call.function()
                            + " iterator type: *query."
                            + type.influxName()
                            + "InterruptIterator");
        }
    }

    private static void gather(
            Expr expr, Map<Expr, Integer> callPlaces, Map<Expr, Integer> columnPlaces) {
        if (expr instanceof Expr.Call) {
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

    private static CallSpec spec(Expr.Call call) {
        Expr argument = call.arguments().get(0);
        if (argument instanceof Expr.Call inner) {
            ColumnRef column = column((Expr.VarRef) inner.arguments().get(0));
            return new CallSpec(CallSpec.COUNT_DISTINCT, column, 0);
        }
        double rank = 0;
        if (call.arguments().size() == 2) {
            rank = ((Number) RowExpr.constant(call.arguments().get(1))).doubleValue();
        }
        return new CallSpec(call.name(), column((Expr.VarRef) argument), rank);
    }

    private static ColumnRef column(Expr.VarRef ref) {
        return new ColumnRef(
                ref.name(), InfluxTypes.fieldType(ref.cast()), ref.cast() == DataType.TAG);
    }
}
