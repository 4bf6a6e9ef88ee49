package io.annealdb.query.plan;

import io.annealdb.points.FieldType;
import io.annealdb.query.QueryException;
import io.annealdb.query.ast.DataType;
import io.annealdb.query.ast.Expr;
import io.annealdb.query.ast.Operator;
import java.util.ArrayList;
import java.util.List;

/** The types of expressions whose names are typed. */
final class ExprTypes {
    private ExprTypes() {}

    /**
     * The type of an expression, null if unknown.
     *
     * @throws QueryException where parts cannot be reckoned together
     */
    static DataType of(Expr expr, CallBinder binder) {
        if (expr instanceof Expr.VarRef ref) {
            return ref.cast();
        }
        if (expr instanceof Expr.Paren paren) {
            return of(paren.inner(), binder);
        }
        if (expr instanceof Expr.Call call) {
            return MathFunction.named(call.name())
                    .map(function -> math(call, function, binder))
                    .orElseGet(
                            () -> {
                                FieldType result = binder.spec(call).resultType();
                                return result == null ? null : InfluxTypes.of(result);
                            });
        }
        return expr instanceof Expr.Binary binary ? binary(binary, binder) : literal(expr);
    }

    private static DataType math(Expr.Call call, MathFunction function, CallBinder binder) {
        List<DataType> types = new ArrayList<>();
        call.arguments().forEach(argument -> types.add(of(argument, binder)));
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i) != null && !types.get(i).numeric()) {
                throw new QueryException(
                        "invalid argument type for the "
                                + (i == 0 ? "first" : "second")
                                + " argument in "
                                + call.name()
                                + "(): "
                                + types.get(i).influxName());
            }
        }
        if (types.contains(null)) {
            return null;
        }
        boolean whole = !types.contains(DataType.FLOAT);
        return function.keepsIntegers() && whole ? types.get(0) : DataType.FLOAT;
    }

    private static DataType binary(Expr.Binary binary, CallBinder binder) {
        DataType left = of(binary.left(), binder);
        DataType right = of(binary.right(), binder);
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

    private static DataType literal(Expr expr) {
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
}
