package io.annealdb.query.plan;

import io.annealdb.query.QueryException;
import io.annealdb.query.ast.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A column of the answer, computed from what a row holds: null wherever one part is null. */
@FunctionalInterface
public interface RowExpr {
    Object of(Object[] row);

    /**
     * @param places where in a row each field, tag and call stands
     */
    static RowExpr compile(Expr expr, Map<Expr, Integer> places) {
        Integer place = places.get(expr);
        if (place != null) {
            int at = place;
            return row -> row[at];
        }
        if (expr instanceof Expr.Paren paren) {
            return compile(paren.inner(), places);
        }
        if (expr instanceof Expr.Binary binary) {
            RowExpr left = compile(binary.left(), places);
            RowExpr right = compile(binary.right(), places);
            return row -> Arithmetic.of(binary.operator(), left.of(row), right.of(row), true);
        }
        if (expr instanceof Expr.Call call && MathFunction.named(call.name()).isPresent()) {
            MathFunction function = MathFunction.named(call.name()).get();
            List<RowExpr> arguments =
                    call.arguments().stream().map(each -> compile(each, places)).toList();
            return row -> {
                List<Object> values = new ArrayList<>(arguments.size());
                arguments.forEach(each -> values.add(each.of(row)));
                return function.of(values);
            };
        }
        Object constant = constant(expr);
        return row -> constant;
    }

    /** The value of a literal. */
    static Object constant(Expr expr) {
        if (expr instanceof Expr.IntegerLiteral literal) {
            return literal.value();
        }
        if (expr instanceof Expr.UnsignedLiteral literal) {
            return unsigned(literal.bits());
        }
        if (expr instanceof Expr.NumberLiteral literal) {
            return literal.value();
        }
        if (expr instanceof Expr.StringLiteral literal) {
            return literal.value();
        }
        if (expr instanceof Expr.BooleanLiteral literal) {
            return literal.value();
        }
        if (expr instanceof Expr.DurationLiteral literal) {
            return literal.ns();
        }
        throw new QueryException("invalid expression: " + expr);
    }

    private static double unsigned(long bits) {
        return new java.math.BigInteger(Long.toUnsignedString(bits)).doubleValue();
    }
}
