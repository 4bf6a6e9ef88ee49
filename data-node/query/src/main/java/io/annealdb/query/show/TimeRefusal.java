package io.annealdb.query.show;

import io.annealdb.query.QueryException;
import io.annealdb.query.ast.Expr;

/** Statements about names alone do not take times. */
final class TimeRefusal {
    private TimeRefusal() {}

    static void check(String statement, Expr condition) {
        if (speaksOfTime(condition)) {
            throw new QueryException(statement + " doesn't support time in WHERE clause");
        }
    }

    private static boolean speaksOfTime(Expr expr) {
        if (expr instanceof Expr.Paren paren) {
            return speaksOfTime(paren.inner());
        }
        if (expr instanceof Expr.Binary binary) {
            return speaksOfTime(binary.left()) || speaksOfTime(binary.right());
        }
        return expr instanceof Expr.VarRef ref && ref.isTime();
    }
}
