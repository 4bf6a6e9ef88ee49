package io.annealdb.query.plan;

import io.annealdb.points.SeriesPredicate;
import io.annealdb.query.ast.DataType;
import io.annealdb.query.ast.Expr;
import io.annealdb.query.ast.Operator;
import io.annealdb.query.regex.GoRegex;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a condition says of series by their names alone.
 *
 * @param series matches every series of which some row can meet the condition
 * @param exact whether a series that matches meets the condition with all its rows: then no row
 *     needs a look
 */
public record SeriesFilter(SeriesPredicate series, boolean exact) {
    private static final SeriesPredicate NO_SERIES =
            new SeriesPredicate.Not(new SeriesPredicate.Every());
    private static final SeriesFilter ALL = new SeriesFilter(new SeriesPredicate.Every(), true);
    private static final SeriesFilter NOTHING = new SeriesFilter(NO_SERIES, true);

    /** A condition on rows: any series may hold one. */
    private static final SeriesFilter ROWS = new SeriesFilter(new SeriesPredicate.Every(), false);

    /**
     * @param condition without time; null reads as true
     * @param isField whether a name without a cast is a field; else it is a tag
     */
    public static SeriesFilter of(Expr condition, Predicate<String> isField) {
        if (condition == null) {
            return ALL;
        }
        if (condition instanceof Expr.Paren paren) {
            return of(paren.inner(), isField);
        }
        if (condition instanceof Expr.BooleanLiteral literal) {
            return literal.value() ? ALL : NOTHING;
        }
        if (!(condition instanceof Expr.Binary binary)) {
            return ROWS;
        }
        if (!binary.operator().logical()) {
            return comparison(binary, isField);
        }
        SeriesFilter left = of(binary.left(), isField);
        SeriesFilter right = of(binary.right(), isField);
        List<SeriesPredicate> both = List.of(left.series, right.series);
        return binary.operator() == Operator.AND
                ? new SeriesFilter(new SeriesPredicate.All(both), left.exact && right.exact)
                : new SeriesFilter(new SeriesPredicate.Any(both), left.exact && right.exact);
    }

    private static SeriesFilter comparison(Expr.Binary binary, Predicate<String> isField) {
        if (speaksOfFields(binary, isField)) {
            return ROWS;
        }
        Expr left = unwrapped(binary.left());
        Expr right = unwrapped(binary.right());
        if (left instanceof Expr.VarRef tag) {
            return tagIs(tag.name(), binary.operator(), right);
        }
        if (right instanceof Expr.VarRef tag) {
            return tagIs(tag.name(), binary.operator(), left);
        }
        return ROWS;
    }

    private static SeriesFilter tagIs(String tag, Operator operator, Expr value) {
        boolean negated = operator == Operator.NEQ || operator == Operator.NOT_MATCHES;
        SeriesPredicate is;
        if (value instanceof Expr.StringLiteral text
                && (operator == Operator.EQ || operator == Operator.NEQ)) {
            is =
                    tag.equals("_name")
                            ? new SeriesPredicate.MeasurementIs(text.value())
                            : new SeriesPredicate.TagIs(tag, text.value());
        } else if (value instanceof Expr.Regex regex) {
            Pattern pattern = GoRegex.compile(regex.pattern());
            is =
                    tag.equals("_name")
                            ? new SeriesPredicate.MeasurementMatches(pattern)
                            : new SeriesPredicate.TagMatches(tag, pattern);
        } else {
            // Two tags are compared series by series; a tag is never a number nor ordered.
            return value instanceof Expr.VarRef ? ROWS : NOTHING;
        }
        return new SeriesFilter(negated ? new SeriesPredicate.Not(is) : is, true);
    }

    static boolean speaksOfFields(Expr expr, Predicate<String> isField) {
        if (expr instanceof Expr.VarRef ref) {
            return isField(ref, isField);
        }
        if (expr instanceof Expr.Paren paren) {
            return speaksOfFields(paren.inner(), isField);
        }
        return expr instanceof Expr.Binary binary
                && (speaksOfFields(binary.left(), isField)
                        || speaksOfFields(binary.right(), isField));
    }

    /** Whether a reference names a field: by its cast, else by what the measurement has. */
    public static boolean isFieldOf(Expr.VarRef ref, Set<String> fields) {
        return isField(ref, fields::contains);
    }

    static boolean isField(Expr.VarRef ref, Predicate<String> isField) {
        if (ref.cast() == DataType.TAG) {
            return false;
        }
        return ref.cast() != null || !ref.name().equals("_name") && isField.test(ref.name());
    }

    static Expr unwrapped(Expr expr) {
        return expr instanceof Expr.Paren paren ? unwrapped(paren.inner()) : expr;
    }
}
