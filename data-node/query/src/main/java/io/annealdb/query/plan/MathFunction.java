package io.annealdb.query.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The functions that make one value of the values of a row; null of what is no number. */
enum MathFunction {
    ABS(1),
    SIN(1),
    COS(1),
    TAN(1),
    ASIN(1),
    ACOS(1),
    ATAN(1),
    ATAN2(2),
    EXP(1),
    LOG(2),
    LN(1),
    LOG2(1),
    LOG10(1),
    SQRT(1),
    POW(2),
    FLOOR(1),
    CEIL(1),
    ROUND(1);

    private static final double TWO = Math.log(2);

    private final int arguments;

    MathFunction(int arguments) {
        this.arguments = arguments;
    }

    static Optional<MathFunction> named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.name().toLowerCase(java.util.Locale.ROOT).equals(name))
                .findFirst();
    }

    int arguments() {
        return arguments;
    }

    /** Whether whole numbers give a whole number; all others give a float. */
    boolean keepsIntegers() {
        return this == ABS || this == POW || this == FLOOR || this == CEIL || this == ROUND;
    }

    /**
     * @param values as many as there are arguments
     */
    Object of(List<Object> values) {
        for (Object value : values) {
            if (!(value instanceof Number)) {
                return null;
            }
        }
        boolean whole = values.stream().allMatch(value -> value instanceof Long);
        if (whole && keepsIntegers()) {
            return ofIntegers(values);
        }
        double x = ((Number) values.get(0)).doubleValue();
        return arguments == 1 ? of(x) : of(x, ((Number) values.get(1)).doubleValue());
    }

    private Object ofIntegers(List<Object> values) {
        long x = (Long) values.get(0);
        return switch (this) {
            case ABS -> Math.abs(x);
            case POW -> power(x, (Long) values.get(1));
            default -> x;
        };
    }

    /** Wraps as whole numbers do; a negative exponent leaves a float. */
    private static Object power(long base, long exponent) {
        if (exponent < 0) {
            return Math.pow(base, exponent);
        }
        long result = 1;
        long square = base;
        for (long left = exponent; left > 0; left >>= 1) {
            if ((left & 1) == 1) {
                result *= square;
            }
            square *= square;
        }
        return result;
    }

    private double of(double x) {
        return switch (this) {
            case ABS -> Math.abs(x);
            case SIN -> Math.sin(x);
            case COS -> Math.cos(x);
            case TAN -> Math.tan(x);
            case ASIN -> Math.asin(x);
            case ACOS -> Math.acos(x);
            case ATAN -> Math.atan(x);
            case EXP -> Math.exp(x);
            case LN -> Math.log(x);
            case LOG2 -> binaryLogarithm(x);
            case LOG10 -> Math.log10(x);
            case SQRT -> Math.sqrt(x);
            case FLOOR -> Math.floor(x);
            case CEIL -> Math.ceil(x);
            case ROUND -> Math.copySign(Math.floor(Math.abs(x) + 0.5), x);
            default -> throw new IllegalStateException(this + " takes " + arguments);
        };
    }

    /** Exact for powers of two. */
    private static double binaryLogarithm(double x) {
        if (!(x > 0) || Double.isInfinite(x)) {
            return Math.log(x) / TWO;
        }
        int exponent = Math.getExponent(x);
        double fraction = Math.scalb(x, -exponent);
        return fraction == 1 ? exponent : exponent + Math.log(fraction) / TWO;
    }

    private double of(double x, double y) {
        return switch (this) {
            case ATAN2 -> Math.atan2(x, y);
            case POW -> Math.pow(x, y);
            case LOG -> Math.log(x) / Math.log(y);
            default -> throw new IllegalStateException(this + " takes " + arguments);
        };
    }
}
