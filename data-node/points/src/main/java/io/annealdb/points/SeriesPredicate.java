package io.annealdb.points;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which series a read or a delete speaks of, by names alone: it means the same on every node, also
 * for a series that the node meets later. A missing tag equals the empty string, as in InfluxQL.
 */
public sealed interface SeriesPredicate {
    boolean matches(SeriesKey series);

    /** Every series. */
    record Every() implements SeriesPredicate {
        @Override
        public boolean matches(SeriesKey series) {
            return true;
        }
    }

    record MeasurementIs(String name) implements SeriesPredicate {
        @Override
        public boolean matches(SeriesKey series) {
            return series.measurement().equals(name);
        }
    }

    /** The measurement's name contains a match of the expression. */
    record MeasurementMatches(Pattern pattern) implements SeriesPredicate {
        @Override
        public boolean matches(SeriesKey series) {
            return pattern.matcher(series.measurement()).find();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof MeasurementMatches m
                    && m.pattern.pattern().equals(pattern.pattern());
        }

        @Override
        public int hashCode() {
            return pattern.pattern().hashCode();
        }
    }

    /** The one series of that key. */
    record SeriesIs(SeriesKey key) implements SeriesPredicate {
        @Override
        public boolean matches(SeriesKey series) {
            return series.equals(key);
        }
    }

    record TagIs(String tag, String value) implements SeriesPredicate {
        @Override
        public boolean matches(SeriesKey series) {
            return series.tag(tag).equals(value);
        }
    }

    /** The tag's value, empty where missing, contains a match of the expression. */
    record TagMatches(String tag, Pattern pattern) implements SeriesPredicate {
        @Override
        public boolean matches(SeriesKey series) {
            return pattern.matcher(series.tag(tag)).find();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof TagMatches m
                    && m.tag.equals(tag)
                    && m.pattern.pattern().equals(pattern.pattern());
        }

        @Override
        public int hashCode() {
            return tag.hashCode() * 31 + pattern.pattern().hashCode();
        }
    }

    record Not(SeriesPredicate inner) implements SeriesPredicate {
        @Override
        public boolean matches(SeriesKey series) {
            return !inner.matches(series);
        }
    }

    record All(List<SeriesPredicate> parts) implements SeriesPredicate {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean matches(SeriesKey series) {
            return parts.stream().allMatch(part -> part.matches(series));
        }
    }

    record Any(List<SeriesPredicate> parts) implements SeriesPredicate {
        public Any {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean matches(SeriesKey series) {
            return parts.stream().anyMatch(part -> part.matches(series));
        }
    }
}
