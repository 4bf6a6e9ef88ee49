package io.annealdb.query.ast;

/** What stands in a time bucket without points. */
public sealed interface Fill {
    /** Null, the default: counts are 0 then. */
    record Null() implements Fill {
        @Override
        public String toString() {
            return "";
        }
    }

    record None() implements Fill {
        @Override
        public String toString() {
            return " fill(none)";
        }
    }

    record Previous() implements Fill {
        @Override
        public String toString() {
            return " fill(previous)";
        }
    }

    record Linear() implements Fill {
        @Override
        public String toString() {
            return " fill(linear)";
        }
    }

    /** A Long or a Double. */
    record Number(java.lang.Number value) implements Fill {
        @Override
        public String toString() {
            return " fill(" + value + ")";
        }
    }
}
