package io.annealdb.query.transform;

import java.util.function.ToDoubleFunction;

/**
 * Finds a least value of a function of several variables by the simplex method of Nelder and Mead.
 * The function may change the vertex it is given.
 */
final class NelderMead {
    private static final int ITERATIONS_MAX = 1_000;
    private static final double REFLECTION = 1.0;
    private static final double CONTRACTION = 0.5;
    private static final double EXPANSION = 2.0;

    private final ToDoubleFunction<double[]> function;
    private final int size;
    private final double[][] vertices;
    private final double[] values;
    private int greatest;
    private int second;
    private int least;

    /** The place of a minimum and the function's value there. */
    record Minimum(double value, double[] at) {}

    private NelderMead(ToDoubleFunction<double[]> function, double[] start) {
        this.function = function;
        this.size = start.length;
        this.vertices = simplex(start);
        this.values = new double[size + 1];
    }

    /**
     * @param epsilon the spread of values over the simplex at which to stop
     */
    static Minimum minimum(ToDoubleFunction<double[]> function, double[] start, double epsilon) {
        return new NelderMead(function, start).search(epsilon);
    }

    private static double[][] simplex(double[] start) {
        int n = start.length;
        double root = Math.sqrt(n + 1.0) - 1;
        double own = (root + n) / (n * Math.sqrt(2));
        double others = root / (n * Math.sqrt(2));
        double[][] out = new double[n + 1][];
        out[0] = start.clone();
        for (int i = 1; i <= n; i++) {
            out[i] = new double[n];
            for (int j = 0; j < n; j++) {
                out[i][j] = (i - 1 == j ? own : others) + start[j];
            }
        }
        return out;
    }

    private Minimum search(double epsilon) {
        for (int i = 0; i <= size; i++) {
            values[i] = function.applyAsDouble(vertices[i]);
        }
        for (int iteration = 1; iteration <= ITERATIONS_MAX; iteration++) {
            rank();
            step();
            if (spread() < epsilon) {
                break;
            }
        }
        int best = 0;
        for (int i = 0; i <= size; i++) {
            best = values[i] < values[best] ? i : best;
        }
        return new Minimum(function.applyAsDouble(vertices[best]), vertices[best]);
    }

    private void rank() {
        greatest = 0;
        least = 0;
        for (int i = 0; i <= size; i++) {
            greatest = values[i] > values[greatest] ? i : greatest;
            least = values[i] < values[least] ? i : least;
        }
        second = least;
        for (int i = 0; i <= size; i++) {
            if (values[i] > values[second] && values[i] < values[greatest]) {
                second = i;
            }
        }
    }

    private void step() {
        double[] centre = centre();
        double[] reflected = along(centre, vertices[greatest], -REFLECTION);
        double atReflected = function.applyAsDouble(reflected);
        if (atReflected < values[second] && atReflected >= values[least]) {
            replace(greatest, reflected, atReflected);
        }
        if (atReflected < values[least]) {
            double[] expanded = along(centre, reflected, EXPANSION);
            double atExpanded = function.applyAsDouble(expanded);
            if (atExpanded < atReflected) {
                replace(greatest, expanded, atExpanded);
            } else {
                replace(greatest, reflected, atReflected);
            }
        }
        if (atReflected >= values[second]) {
            contract(centre, reflected, atReflected);
        }
    }

    private void contract(double[] centre, double[] reflected, double atReflected) {
        boolean outside = atReflected < values[greatest];
        double[] contracted = along(centre, outside ? reflected : vertices[greatest], CONTRACTION);
        double atContracted = function.applyAsDouble(contracted);
        if (atContracted < values[greatest]) {
            replace(greatest, contracted, atContracted);
            return;
        }
        for (int row = 0; row <= size; row++) {
            if (row != least) {
                for (int i = 0; i < size; i++) {
                    vertices[row][i] =
                            vertices[least][i] + (vertices[row][i] - vertices[least][i]) / 2;
                }
            }
        }
        values[greatest] = function.applyAsDouble(vertices[greatest]);
        values[second] = function.applyAsDouble(vertices[second]);
    }

    /** The middle of all vertices but the greatest. */
    private double[] centre() {
        double[] out = new double[size];
        for (int i = 0; i < size; i++) {
            double sum = 0;
            for (int row = 0; row <= size; row++) {
                sum += row == greatest ? 0 : vertices[row][i];
            }
            out[i] = sum / size;
        }
        return out;
    }

    private double[] along(double[] from, double[] to, double factor) {
        double[] out = new double[size];
        for (int i = 0; i < size; i++) {
            out[i] = from[i] + factor * (to[i] - from[i]);
        }
        return out;
    }

    private void replace(int row, double[] vertex, double value) {
        vertices[row] = vertex;
        values[row] = value;
    }

    private double spread() {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / (size + 1);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean) / size;
        }
        return Math.sqrt(squares);
    }
}
