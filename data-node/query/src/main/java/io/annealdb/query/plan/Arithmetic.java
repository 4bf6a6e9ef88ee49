package io.annealdb.query.plan;

import io.annealdb.query.ast.Operator;

/** What InfluxQL's operators make of values: Long, Double, Boolean, String or null. */
public final class Arithmetic {
    private Arithmetic() {}

    /**
     * @param floatDivision whether whole numbers divide into a float: so in SELECT, not in WHERE
     * @return null where a side is null or the types do not go together
     */
    public static Object of(Operator operator, Object left, Object right, boolean floatDivision) {
        if (left instanceof Boolean a && right instanceof Boolean b) {
            return ofBooleans(operator, a, b);
        }
        if (left instanceof Long a && right instanceof Long b) {
            return ofLongs(operator, a, b, floatDivision);
        }
        if (left instanceof Number a && right instanceof Number b) {
            return ofDoubles(operator, a.doubleValue(), b.doubleValue());
        }
        return null;
    }

    private static Object ofBooleans(Operator operator, boolean a, boolean b) {
        return switch (operator) {
            case BIT_AND -> a & b;
            case BIT_OR -> a | b;
            case BIT_XOR -> a ^ b;
            default -> null;
        };
    }

    private static Object ofLongs(Operator operator, long a, long b, boolean floatDivision) {
        return switch (operator) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> quotient(a, b, floatDivision);
            case MOD -> b == 0 ? 0L : a % b;
            case BIT_AND -> a & b;
            case BIT_OR -> a | b;
            case BIT_XOR -> a ^ b;
            default -> null;
        };
    }

    private static Object quotient(long a, long b, boolean floatDivision) {
        if (floatDivision) {
            return b == 0 ? (Object) 0.0 : (Object) ((double) a / b);
        }
        return b == 0 ? 0L : a / b;
    }

    private static Object ofDoubles(Operator operator, double a, double b) {
        return switch (operator) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> b == 0 ? 0.0 : a / b;
            case MOD -> a % b;
            default -> null;
        };
    }

    /** A comparison; false where a side is null or the types cannot be compared. */
    public static boolean compare(Operator operator, Object left, Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            return holds(operator, Long.compare(a, b));
        }
        if (left instanceof Number a && right instanceof Number b) {
            return compareDoubles(operator, a.doubleValue(), b.doubleValue());
        }
        boolean alike =
                left instanceof String && right instanceof String
                        || left instanceof Boolean && right instanceof Boolean;
        if (!alike) {
            return false;
        }
        return switch (operator) {
            case EQ -> left.equals(right);
            case NEQ -> !left.equals(right);
            default -> false;
        };
    }

    public static boolean compareDoubles(Operator operator, double a, double b) {
        return switch (operator) {
            case EQ -> a == b;
            case NEQ -> a != b;
            case LT -> a < b;
            case LTE -> a <= b;
            case GT -> a > b;
            case GTE -> a >= b;
            default -> false;
        };
    }

    /** Whether an order satisfies a comparison. */
    public static boolean holds(Operator operator, int order) {
        return switch (operator) {
            case EQ -> order == 0;
            case NEQ -> order != 0;
            case LT -> order < 0;
            case LTE -> order <= 0;
            case GT -> order > 0;
            case GTE -> order >= 0;
            default -> false;
        };
    }
}
