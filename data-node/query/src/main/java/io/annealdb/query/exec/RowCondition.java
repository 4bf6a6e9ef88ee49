package io.annealdb.query.exec;

import io.annealdb.points.SeriesColumns.Column;
import io.annealdb.points.SeriesKey;
import io.annealdb.query.ast.DataType;
import io.annealdb.query.ast.Expr;
import io.annealdb.query.ast.Operator;
import io.annealdb.query.plan.Arithmetic;
import io.annealdb.query.plan.RowExpr;
import io.annealdb.query.regex.GoRegex;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/**
 * A condition on rows, compiled for one series and one run of columns: no row costs an object where
 * a field is compared with a literal.
 */
@FunctionalInterface
interface RowCondition {
    boolean test(int row);

    /**
     * @param place where a reference stands among the columns, -1 if it is a tag
     */
    static RowCondition of(
            Expr expr, SeriesKey series, Column[] columns, ToIntFunction<Expr.VarRef> place) {
        if (expr instanceof Expr.Paren paren) {
            return of(paren.inner(), series, columns, place);
        }
        if (expr instanceof Expr.BooleanLiteral literal) {
            return row -> literal.value();
        }
        if (!(expr instanceof Expr.Binary binary)) {
            return row -> false;
        }
        if (binary.operator().logical()) {
            RowCondition left = of(binary.left(), series, columns, place);
            RowCondition right = of(binary.right(), series, columns, place);
            return binary.operator() == Operator.AND
                    ? row -> left.test(row) && right.test(row)
                    : row -> left.test(row) || right.test(row);
        }
        return new Comparisons(series, columns, place).of(binary);
    }

    /** Compiles one comparison. */
    record Comparisons(SeriesKey series, Column[] columns, ToIntFunction<Expr.VarRef> place) {
        RowCondition of(Expr.Binary binary) {
            Expr left = unwrapped(binary.left());
            Expr right = unwrapped(binary.right());
            Operator operator = binary.operator();
            if (!(left instanceof Expr.VarRef) && right instanceof Expr.VarRef) {
                return of(new Expr.Binary(operator.mirrored(), right, left));
            }
            if (left instanceof Expr.VarRef a && right instanceof Expr.VarRef b) {
                if (place.applyAsInt(a) < 0 && place.applyAsInt(b) < 0) {
                    boolean same = !tag(a).isEmpty() && tag(a).equals(tag(b));
                    boolean holds =
                            operator == Operator.EQ ? same : operator == Operator.NEQ && !same;
                    return row -> holds;
                }
            }
            if (right instanceof Expr.Regex regex) {
                return matches(left, GoRegex.compile(regex.pattern()), operator);
            }
            if (left instanceof Expr.VarRef ref && place.applyAsInt(ref) >= 0) {
                RowCondition plain = plain(columns[place.applyAsInt(ref)], operator, right);
                if (plain != null) {
                    return plain;
                }
            }
            RowValue a = value(left);
            RowValue b = value(right);
            return row -> Arithmetic.compare(operator, a.of(row), b.of(row));
        }

        /** A field against a literal of its own kind; null where it is not that. */
        private static RowCondition plain(Column column, Operator operator, Expr literal) {
            if (column.type() == null) {
                return row -> false;
            }
            long[] bits = column.bits();
            switch (column.type()) {
                case FLOAT -> {
                    if (literal instanceof Expr.NumberLiteral
                            || literal instanceof Expr.IntegerLiteral) {
                        double than = ((Number) RowExpr.constant(literal)).doubleValue();
                        return row ->
                                column.has(row)
                                        && Arithmetic.compareDoubles(
                                                operator, Double.longBitsToDouble(bits[row]), than);
                    }
                }
                case INTEGER, UNSIGNED -> {
                    if (literal instanceof Expr.IntegerLiteral whole) {
                        long than = whole.value();
                        return row ->
                                column.has(row)
                                        && Arithmetic.holds(
                                                operator, Long.compare(bits[row], than));
                    }
                    if (literal instanceof Expr.NumberLiteral number) {
                        double than = number.value();
                        return row ->
                                column.has(row)
                                        && Arithmetic.compareDoubles(operator, bits[row], than);
                    }
                }
                case STRING -> {
                    if (literal instanceof Expr.StringLiteral text) {
                        byte[] than = text.value().getBytes(StandardCharsets.UTF_8);
                        boolean equal = operator == Operator.EQ;
                        if (!equal && operator != Operator.NEQ) {
                            return row -> false;
                        }
                        return row ->
                                column.has(row)
                                        && Arrays.equals(column.texts()[(int) bits[row]], than)
                                                == equal;
                    }
                }
                case BOOLEAN -> {
                    if (literal instanceof Expr.BooleanLiteral truth) {
                        boolean equal = operator == Operator.EQ;
                        if (!equal && operator != Operator.NEQ) {
                            return row -> false;
                        }
                        return row -> column.has(row) && (bits[row] != 0 == truth.value()) == equal;
                    }
                }
            }
            return null;
        }

        private RowCondition matches(Expr left, Pattern pattern, Operator operator) {
            boolean wanted = operator == Operator.MATCHES;
            RowValue value = value(left);
            return row ->
                    value.of(row) instanceof String text && pattern.matcher(text).find() == wanted;
        }

        private RowValue value(Expr expr) {
            if (expr instanceof Expr.Paren paren) {
                return value(paren.inner());
            }
            if (expr instanceof Expr.VarRef ref) {
                int at = place.applyAsInt(ref);
                if (at < 0) {
                    String tag = tag(ref);
                    return row -> tag;
                }
                Column column = columns[at];
                return row -> Values.of(column, row);
            }
            if (expr instanceof Expr.Binary binary) {
                RowValue left = value(binary.left());
                RowValue right = value(binary.right());
                return row -> Arithmetic.of(binary.operator(), left.of(row), right.of(row), false);
            }
            Object constant = expr instanceof Expr.Regex ? null : RowExpr.constant(expr);
            return row -> constant;
        }

        private String tag(Expr.VarRef ref) {
            return ref.name().equals("_name") && ref.cast() != DataType.TAG
                    ? series.measurement()
                    : series.tag(ref.name());
        }

        private static Expr unwrapped(Expr expr) {
            return expr instanceof Expr.Paren paren ? unwrapped(paren.inner()) : expr;
        }
    }

    /** An operand of a comparison. */
    @FunctionalInterface
    interface RowValue {
        Object of(int row);
    }
}
