package io.annealdb.query.show;

import io.annealdb.query.ast.Expr;
import io.annealdb.query.ast.Operator;
import io.annealdb.query.ast.ShowStatement;
import io.annealdb.query.regex.GoRegex;
import java.util.function.Predicate;

/** Which tag keys WITH KEY picks. */
final class KeyFilter {
    private KeyFilter() {}

    static Predicate<String> of(ShowStatement.KeyChoice choice) {
        Predicate<String> named;
        if (choice.key() instanceof Expr.NameList list) {
            named = list.names()::contains;
        } else if (choice.key() instanceof Expr.Regex regex) {
            named = GoRegex.compile(regex.pattern()).asPredicate();
        } else {
            named = ((Expr.StringLiteral) choice.key()).value()::equals;
        }
        boolean negated =
                choice.operator() == Operator.NEQ || choice.operator() == Operator.NOT_MATCHES;
        return negated ? named.negate() : named;
    }
}
