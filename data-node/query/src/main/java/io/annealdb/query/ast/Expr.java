package io.annealdb.query.ast;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** An expression of InfluxQL. {@code toString} is InfluxDB's canonical text. */
public sealed interface Expr {
    record Binary(Operator operator, Expr left, Expr right) implements Expr {
        @Override
        public String toString() {
            return left + " " + operator.text() + " " + right;
        }
    }

    record Paren(Expr inner) implements Expr {
        @Override
        public String toString() {
            return "(" + inner + ")";
        }
    }

    /** A field, a tag, or {@code time}; the cast is null where none is written. */
    record VarRef(String name, DataType cast) implements Expr {
        public VarRef(String name) {
            this(name, null);
        }

        public boolean isTime() {
            return name.equals("time");
        }

        @Override
        public String toString() {
            return Text.ident(name) + (cast == null ? "" : "::" + cast.influxName());
        }
    }

    /** A call; the name is in lower case. */
    record Call(String name, List<Expr> arguments) implements Expr {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public String toString() {
            return name + "(" + Text.list(arguments) + ")";
        }
    }

    /** {@code DISTINCT field}, without brackets. */
    record Distinct(String field) implements Expr {
        @Override
        public String toString() {
            return "DISTINCT " + field;
        }
    }

    /** {@code *}, {@code *::field} or {@code *::tag}; the kind is null where none is written. */
    record Wildcard(DataType kind) implements Expr {
        @Override
        public String toString() {
            return kind == null ? "*" : "*::" + kind.influxName();
        }
    }

    record Regex(String pattern) implements Expr {
        @Override
        public String toString() {
            return Text.regex(pattern);
        }
    }

    record NumberLiteral(double value) implements Expr {
        @Override
        public String toString() {
            return new BigDecimal(Double.toString(value))
                    .setScale(3, java.math.RoundingMode.HALF_EVEN)
                    .toPlainString();
        }
    }

    record IntegerLiteral(long value) implements Expr {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /** A whole number above the range of a signed one; the bits are read unsigned. */
    record UnsignedLiteral(long bits) implements Expr {
        @Override
        public String toString() {
            return Long.toUnsignedString(bits);
        }
    }

    record StringLiteral(String value) implements Expr {
        @Override
        public String toString() {
            return Text.string(value);
        }
    }

    record BooleanLiteral(boolean value) implements Expr {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    record DurationLiteral(long ns) implements Expr {
        @Override
        public String toString() {
            return Text.duration(ns);
        }
    }

    record TimeLiteral(long ns) implements Expr {
        @Override
        public String toString() {
            return "'"
                    + Instant.ofEpochSecond(
                            Math.floorDiv(ns, 1_000_000_000L), Math.floorMod(ns, 1_000_000_000L))
                    + "'";
        }
    }

    /** Names in brackets: {@code WITH KEY IN (host, region)}. */
    record NameList(List<String> names) implements Expr {
        public NameList {
            names = List.copyOf(names);
        }

        @Override
        public String toString() {
            return names.stream().map(Text::ident).collect(Collectors.joining(", ", "(", ")"));
        }
    }
}
