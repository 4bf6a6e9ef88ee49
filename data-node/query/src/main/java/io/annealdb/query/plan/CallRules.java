package io.annealdb.query.plan;

import io.annealdb.query.QueryException;
import io.annealdb.query.ast.Expr;
import java.util.List;

/**
 * What InfluxDB demands of the calls of a statement: of each its arguments, of all that they go
 * together. For one statement.
 */
final class CallRules {
    private final boolean grouped;
    private final boolean groupedHere;
    private final long limit;
    private int calls;
    private boolean onlySelectors = true;
    private boolean bareFields;
    private boolean distinct;
    private String topOrBottom;
    private long lookback; // how far transformations within each other ask to see
    private long reach; // how far InfluxDB lets them see

    /**
     * @param interval ns of GROUP BY time(), 0 without
     * @param inherited whether the interval is that of an outer statement
     * @param limit rows of a series, 0 for all
     */
    CallRules(long interval, boolean inherited, long limit) {
        this.grouped = interval > 0;
        this.groupedHere = grouped && !inherited;
        this.limit = limit;
    }

    boolean anyCall() {
        return calls > 0;
    }

    /** How many buckets before the statement's range its transformations see. */
    long bucketsBefore() {
        return Math.min(lookback, reach);
    }

    /** Takes in an expression of the SELECT clause. */
    void field(Expr expr) {
        field(expr, true, 0);
    }

    private void field(Expr expr, boolean wildcardAllowed, int depth) {
        if (expr instanceof Expr.VarRef) {
            bareFields = true;
        } else if (expr instanceof Expr.Wildcard) {
            bareFields = true;
            if (!wildcardAllowed) {
                throw new QueryException("unable to use wildcard in a binary expression");
            }
        } else if (expr instanceof Expr.Regex) {
            bareFields = true;
            if (!wildcardAllowed) {
                throw new QueryException("unable to use regex in a binary expression");
            }
        } else if (expr instanceof Expr.Call call) {
            call(call, wildcardAllowed, depth);
        } else if (expr instanceof Expr.Paren paren) {
            field(paren.inner(), wildcardAllowed, depth);
        } else if (expr instanceof Expr.Binary binary) {
            binary(binary, depth);
        } else {
            throw new QueryException("field must contain at least one variable");
        }
    }

    private void binary(Expr.Binary binary, int depth) {
        boolean left = isLiteral(binary.left());
        boolean right = isLiteral(binary.right());
        if (left && right) {
            throw new QueryException("field must contain at least one variable");
        }
        if (!left) {
            field(binary.left(), false, depth);
        }
        if (!right) {
            field(binary.right(), false, depth);
        }
    }

    private static boolean isLiteral(Expr expr) {
        if (expr instanceof Expr.Paren paren) {
            return isLiteral(paren.inner());
        }
        if (expr instanceof Expr.Binary binary) {
            return isLiteral(binary.left()) && isLiteral(binary.right());
        }
        if (expr instanceof Expr.Call call) {
            return MathFunction.named(call.name()).isPresent()
                    && !call.arguments().isEmpty()
                    && call.arguments().stream().allMatch(CallRules::isLiteral);
        }
        return expr instanceof Expr.IntegerLiteral
                || expr instanceof Expr.UnsignedLiteral
                || expr instanceof Expr.NumberLiteral
                || expr instanceof Expr.StringLiteral
                || expr instanceof Expr.BooleanLiteral
                || expr instanceof Expr.DurationLiteral;
    }

    private void call(Expr.Call call, boolean wildcardAllowed, int depth) {
        String name = call.name();
        if (MathFunction.named(name).isPresent()) {
            math(call, MathFunction.named(name).get(), wildcardAllowed, depth);
            return;
        }
        calls++;
        if (!Functions.SELECTORS.contains(name)) {
            onlySelectors = false;
        }
        if (Functions.TRANSFORMATIONS.contains(name)) {
            transformation(call, wildcardAllowed, depth);
        } else if (Functions.isTopOrBottom(name)) {
            topOrBottom(call);
        } else if (name.equals("distinct")) {
            distinct(call.arguments());
            distinct |= depth == 0;
        } else if (name.equals("percentile") || name.equals("sample")) {
            selection(call, wildcardAllowed);
        } else if (Functions.PLAIN.contains(name)) {
            CallArguments.count(call, 1, 1);
            boolean distinctValues =
                    name.equals("count")
                            && call.arguments().get(0) instanceof Expr.Call inner
                            && inner.name().equals("distinct");
            if (distinctValues) {
                distinct(((Expr.Call) call.arguments().get(0)).arguments());
            } else {
                symbol(name, call.arguments().get(0), wildcardAllowed);
            }
        } else {
            throw new QueryException("undefined function " + name + "()");
        }
    }

    private void math(Expr.Call call, MathFunction function, boolean wildcardAllowed, int depth) {
        CallArguments.count(call, function.arguments(), function.arguments());
        if (call.arguments().stream().allMatch(CallRules::isLiteral)) {
            throw new QueryException("field must contain at least one variable");
        }
        if (depth > 0) {
            throw new QueryException("unsupported call: " + call.name());
        }
        for (Expr argument : call.arguments()) {
            if (!isLiteral(argument)) {
                field(argument, wildcardAllowed, depth);
            }
        }
    }

    private void transformation(Expr.Call call, boolean wildcardAllowed, int depth) {
        CallArguments.check(call);
        String name = call.name();
        Expr input = call.arguments().get(0);
        if (name.equals("integral")) {
            symbol(name, input, wildcardAllowed);
            return;
        }
        int buckets = depth + (Functions.looksBack(name) && grouped ? 1 : 0);
        lookback = Math.max(lookback, buckets);
        if (buckets > depth) {
            reach = Math.max(reach, reach(call));
        }
        boolean nested = input instanceof Expr.Call;
        if (!nested && name.startsWith("holt_winters")) {
            throw new QueryException("must use aggregate function with " + name);
        }
        if (nested) {
            if (!grouped) {
                throw new QueryException(name + " aggregate requires a GROUP BY interval");
            }
            nested((Expr.Call) input, buckets);
        } else {
            if (groupedHere) {
                throw new QueryException("aggregate function required inside the call to " + name);
            }
            symbol(name, input, wildcardAllowed);
        }
    }

    /** The period of an average, in buckets; of other transformations one bucket. */
    private static long reach(Expr.Call call) {
        return call.arguments().size() > 1
                        && call.arguments().get(1) instanceof Expr.IntegerLiteral period
                ? period.value()
                : 1;
    }

    /** A call within a transformation: there {@code distinct} counts as any other. */
    private void nested(Expr.Call call, int depth) {
        if (call.name().equals("distinct")) {
            onlySelectors = false;
            distinct(call.arguments());
        } else {
            // A level of its own even without lookback, so that nested calls are told from others.
            call(call, true, Math.max(depth, 1));
        }
    }

    private void distinct(List<Expr> arguments) {
        if (arguments.isEmpty()) {
            throw new QueryException("distinct function requires at least one argument");
        }
        if (arguments.size() != 1) {
            throw new QueryException("distinct function can only have one argument");
        }
        if (!(arguments.get(0) instanceof Expr.VarRef)) {
            throw new QueryException("expected field argument in distinct()");
        }
    }

    private void selection(Expr.Call call, boolean wildcardAllowed) {
        CallArguments.count(call, 2, 2);
        Expr parameter = call.arguments().get(1);
        if (call.name().equals("sample")) {
            if (!(parameter instanceof Expr.IntegerLiteral size)) {
                throw new QueryException("expected integer argument in sample()");
            }
            if (size.value() <= 0) {
                throw new QueryException(
                        "sample window must be greater than 1, got " + size.value());
            }
        } else if (!(parameter instanceof Expr.IntegerLiteral
                || parameter instanceof Expr.NumberLiteral)) {
            throw new QueryException("expected float argument in percentile()");
        }
        symbol(call.name(), call.arguments().get(0), wildcardAllowed);
    }

    private void topOrBottom(Expr.Call call) {
        String name = call.name();
        if (topOrBottom != null) {
            throw notWithOthers();
        }
        List<Expr> arguments = call.arguments();
        if (arguments.size() < 2) {
            throw new QueryException(
                    "invalid number of arguments for "
                            + name
                            + ", expected at least 2, got "
                            + arguments.size());
        }
        Expr last = arguments.get(arguments.size() - 1);
        if (!(last instanceof Expr.IntegerLiteral count)) {
            throw new QueryException(
                    "expected integer as last argument in " + name + "(), found " + last);
        }
        if (count.value() <= 0) {
            throw new QueryException(
                    "limit (" + count.value() + ") in " + name + " function must be at least 1");
        }
        if (limit > 0 && count.value() > limit) {
            throw new QueryException(
                    "limit ("
                            + count.value()
                            + ") in "
                            + name
                            + " function can not be larger than the LIMIT ("
                            + limit
                            + ") in the select statement");
        }
        if (!(arguments.get(0) instanceof Expr.VarRef)) {
            throw new QueryException(
                    "expected first argument to be a field in "
                            + name
                            + "(), found "
                            + arguments.get(0));
        }
        for (Expr tag : arguments.subList(1, arguments.size() - 1)) {
            if (!(tag instanceof Expr.VarRef)) {
                throw new QueryException(
                        "only fields or tags are allowed in " + name + "(), found " + tag);
            }
        }
        topOrBottom = name;
    }

    private QueryException notWithOthers() {
        return new QueryException(
                "selector function " + topOrBottom + "() cannot be combined with other functions");
    }

    private void symbol(String name, Expr argument, boolean wildcardAllowed) {
        if (argument instanceof Expr.Wildcard && !wildcardAllowed) {
            throw new QueryException("unsupported expression with wildcard: " + name + "()");
        }
        if (argument instanceof Expr.Regex && !wildcardAllowed) {
            throw new QueryException("unsupported expression with regex field: " + name + "()");
        }
        if (!(argument instanceof Expr.VarRef
                || argument instanceof Expr.Wildcard
                || argument instanceof Expr.Regex)) {
            throw new QueryException("expected field argument in " + name + "()");
        }
    }

    /** What holds of all expressions together, once each has been taken in. */
    void checkTogether() {
        if (calls > 1 && topOrBottom != null) {
            throw notWithOthers();
        }
        if (distinct && (calls != 1 || bareFields)) {
            throw new QueryException(
                    "aggregate function distinct() cannot be combined with other functions or"
                            + " fields");
        }
        if (bareFields && calls > 0) {
            if (!onlySelectors) {
                throw new QueryException(
                        "mixing aggregate and non-aggregate queries is not supported");
            }
            if (calls > 1) {
                throw new QueryException(
                        "mixing multiple selector functions with tags or fields is not supported");
            }
        }
    }
}
