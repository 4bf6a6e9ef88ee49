package io.annealdb.cli.terminal;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses what a mistyped name was meant to be. */
public final class NearestName {
    private NearestName() {}

    /**
     * The name that takes the fewest single letters inserted, removed, changed or swapped; empty if
     * even that one is far off.
     */
    public static Optional<String> of(String typed, Collection<String> names) {
        int farthest = Math.max(2, typed.length() / 3);
        return names.stream()
                .filter(name -> distance(typed, name) <= farthest)
                .min(
                        Comparator.<String>comparingInt(name -> distance(typed, name))
                                .thenComparing(name -> name));
    }

    /** Words that end an error: {@code " Did you mean x?"}, or nothing. */
    public static String hint(String typed, Collection<String> names) {
        return of(typed, names).map(name -> " Did you mean " + name + "?").orElse("");
    }

    /** Damerau's distance, of neighbours only. */
    static int distance(String from, String to) {
        int[][] steps = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                steps[i][j] = step(steps, from, to, i, j);
            }
        }
        return steps[from.length()][to.length()];
    }

    private static int step(int[][] steps, String from, String to, int i, int j) {
        if (i == 0 || j == 0) {
            return i + j;
        }
        int changed = steps[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int best = Math.min(changed, 1 + Math.min(steps[i - 1][j], steps[i][j - 1]));
        boolean swapped =
                i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, steps[i - 2][j - 2] + 1) : best;
    }
}
