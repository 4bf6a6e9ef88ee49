package io.annealdb.query.plan;

import io.annealdb.query.QueryException;
import io.annealdb.query.ast.Expr;
import io.annealdb.query.ast.Operator;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.regex.Pattern;

/**
 * What {@code time} is compared with, reduced to a constant: {@code now() - 1h}, {@code
 * '2000-01-01' + 5m}, {@code 1000}.
 */
final class TimeValue {
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern DATE_TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}.+");
    private static final DateTimeFormatter SPACED =
            new DateTimeFormatterBuilder()
                    .appendPattern("yyyy-MM-dd HH:mm:ss")
                    .optionalStart()
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                    .optionalEnd()
                    .toFormatter();
    private static final long NS = 1_000_000_000L;

    private TimeValue() {}

    /**
     * The expression with {@code now()} evaluated and constants folded; what cannot be folded
     * stays.
     */
    static Expr reduce(Expr expr, long now) {
        if (expr instanceof Expr.Paren paren) {
            return reduce(paren.inner(), now);
        }
        if (expr instanceof Expr.Call call
                && call.name().equals("now")
                && call.arguments().isEmpty()) {
            return new Expr.TimeLiteral(now);
        }
        if (!(expr instanceof Expr.Binary binary)) {
            return expr;
        }
        Expr left = reduce(binary.left(), now);
        Expr right = reduce(binary.right(), now);
        try {
            Expr folded = fold(binary.operator(), dated(left, right), dated(right, left));
            return folded == null ? new Expr.Binary(binary.operator(), left, right) : folded;
        } catch (ArithmeticException e) {
            throw new QueryException("time " + binary + " overflows time literal");
        }
    }

    /** A text that is a date is a time where the other side can be reckoned with times. */
    private static Expr dated(Expr side, Expr other) {
        boolean reckoned =
                other instanceof Expr.DurationLiteral
                        || other instanceof Expr.TimeLiteral
                        || other instanceof Expr.StringLiteral;
        return reckoned && side instanceof Expr.StringLiteral text && isTime(text.value())
                ? new Expr.TimeLiteral(parse(text.value()))
                : side;
    }

    private static Expr fold(Operator operator, Expr left, Expr right) {
        if (left instanceof Expr.TimeLiteral time) {
            if (right instanceof Expr.DurationLiteral span) {
                return shifted(operator, time.ns(), span.ns());
            }
            if (right instanceof Expr.IntegerLiteral span) {
                return shifted(operator, time.ns(), span.value());
            }
            if (right instanceof Expr.TimeLiteral other && operator == Operator.SUB) {
                return new Expr.DurationLiteral(Math.subtractExact(time.ns(), other.ns()));
            }
            return null;
        }
        if (right instanceof Expr.TimeLiteral time) {
            if (operator != Operator.ADD) {
                return null;
            }
            return left instanceof Expr.DurationLiteral || left instanceof Expr.IntegerLiteral
                    ? fold(operator, time, left)
                    : null;
        }
        if (left instanceof Expr.IntegerLiteral time
                && right instanceof Expr.DurationLiteral span) {
            return operator == Operator.MUL
                    ? new Expr.DurationLiteral(Math.multiplyExact(time.value(), span.ns()))
                    : shifted(operator, time.value(), span.ns());
        }
        if (left instanceof Expr.DurationLiteral span) {
            return ofSpan(operator, span.ns(), right);
        }
        if (left instanceof Expr.IntegerLiteral a && right instanceof Expr.IntegerLiteral b) {
            return ofIntegers(operator, a.value(), b.value());
        }
        return null;
    }

    private static Expr shifted(Operator operator, long time, long span) {
        return switch (operator) {
            case ADD -> new Expr.TimeLiteral(Math.addExact(time, span));
            case SUB -> new Expr.TimeLiteral(Math.subtractExact(time, span));
            default -> null;
        };
    }

    private static Expr ofSpan(Operator operator, long span, Expr right) {
        if (right instanceof Expr.DurationLiteral other) {
            return switch (operator) {
                case ADD -> new Expr.DurationLiteral(Math.addExact(span, other.ns()));
                case SUB -> new Expr.DurationLiteral(Math.subtractExact(span, other.ns()));
                default -> null;
            };
        }
        if (right instanceof Expr.IntegerLiteral number) {
            return switch (operator) {
                case MUL -> new Expr.DurationLiteral(Math.multiplyExact(span, number.value()));
                case DIV ->
                        new Expr.DurationLiteral(number.value() == 0 ? 0 : span / number.value());
                default -> null;
            };
        }
        if (right instanceof Expr.NumberLiteral number) {
            return switch (operator) {
                case MUL -> new Expr.DurationLiteral((long) (span * number.value()));
                case DIV ->
                        new Expr.DurationLiteral(
                                number.value() == 0 ? 0 : (long) (span / number.value()));
                default -> null;
            };
        }
        return null;
    }

    private static Expr ofIntegers(Operator operator, long a, long b) {
        return switch (operator) {
            case ADD -> new Expr.IntegerLiteral(a + b);
            case SUB -> new Expr.IntegerLiteral(a - b);
            case MUL -> new Expr.IntegerLiteral(a * b);
            default -> null;
        };
    }

    static boolean isTime(String text) {
        return DATE.matcher(text).matches() || DATE_TIME.matcher(text).matches();
    }

    /** Nanoseconds of a date, a date and time, or RFC 3339; UTC where no offset is written. */
    static long parse(String text) {
        try {
            if (DATE.matcher(text).matches()) {
                return nanos(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC), text);
            }
            Instant instant =
                    text.charAt(10) == ' '
                            ? LocalDateTime.parse(text, SPACED).toInstant(ZoneOffset.UTC)
                            : OffsetDateTime.parse(text).toInstant();
            return nanos(instant, text);
        } catch (DateTimeException e) {
            throw new QueryException("invalid timestamp string", e);
        }
    }

    private static long nanos(Instant instant, String text) {
        try {
            return Math.addExact(
                    Math.multiplyExact(instant.getEpochSecond(), NS), instant.getNano());
        } catch (ArithmeticException e) {
            String bound = instant.getEpochSecond() > 0 ? "overflows" : "underflows";
            throw new QueryException("time " + text + " " + bound + " time literal", e);
        }
    }
}
