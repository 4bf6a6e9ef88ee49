package io.annealdb.query.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Forecasts values by Holt and Winters' damped multiplicative method, its parameters fitted to the
 * values by {@link NelderMead}. Keeps all values until the end.
 */
final class HoltWinters implements Transformation {
    private static final double FIRST_WEIGHT = 0.5;
    private static final double EPSILON = 1e-4;

    /** Each of the four parameters is tried from these starts. */
    private static final double[] GUESSES = {0.3, 0.7};

    /** What stands where in the parameters; seasons follow. */
    private static final int PHI = 3;

    private static final int LEVEL = 4;
    private static final int TREND = 5;
    private static final int SEASONS = 6;

    private record Point(long time, double value) {}

    private final int horizon;
    private final int season;
    private final boolean withFit;
    private final long interval;
    private final List<Point> points = new ArrayList<>();
    private double[] known;

    /**
     * @param horizon how many values to forecast
     * @param season how many values a season has; below 2 there are no seasons
     * @param withFit whether the fitted values are given too
     * @param interval ns from value to value, positive
     */
    HoltWinters(int horizon, int season, boolean withFit, long interval) {
        this.horizon = horizon;
        this.season = season < 2 ? 0 : season;
        this.withFit = withFit;
        this.interval = interval;
    }

    @Override
    public void add(long time, Object value, Output out) {
        points.add(new Point(time, ((Number) value).doubleValue()));
    }

    @Override
    public void end(Output out) {
        if (points.size() < 2 || points.size() < season) {
            return;
        }
        long first = points.get(0).time();
        long last = points.get(points.size() - 1).time();
        if ((rounded(last) - rounded(first)) / interval <= 0) {
            return;
        }
        known = evenly();
        double[] forecast = forecast(horizon, fitted());
        int from = withFit ? 0 : known.length;
        long start = withFit ? first : last + interval;
        for (int i = from; i < forecast.length; i++) {
            if (!Double.isNaN(forecast[i])) {
                out.give(start + interval * (i - from), forecast[i]);
            }
        }
    }

    private long rounded(long time) {
        return time % interval > interval / 2
                ? (time / interval + 1) * interval
                : time / interval * interval;
    }

    /** One value an interval; NaN where none is known. */
    private double[] evenly() {
        List<Double> out = new ArrayList<>();
        out.add(points.get(0).value());
        long at = rounded(points.get(0).time());
        for (Point point : points.subList(1, points.size())) {
            long time = rounded(point.time());
            if (time > at) {
                for (at += interval; at != time; at += interval) {
                    out.add(Double.NaN);
                }
                out.add(point.value());
            }
        }
        return out.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private double[] fitted() {
        double[] start = new double[SEASONS + season];
        start[LEVEL] = firstLevel();
        start[TREND] = firstTrend();
        for (int i = 0; i < season; i++) {
            start[SEASONS + i] = Double.isNaN(known[i]) ? 0 : known[i] / start[LEVEL];
        }
        NelderMead.Minimum best = null;
        for (int guess = 0; guess < 16; guess++) {
            for (int i = 0; i < 4; i++) {
                start[i] = GUESSES[guess >> (3 - i) & 1];
            }
            NelderMead.Minimum found = NelderMead.minimum(this::squaredError, start, EPSILON);
            best = best == null || found.value() < best.value() ? found : best;
        }
        return best.at();
    }

    private double firstLevel() {
        if (season == 0) {
            return FIRST_WEIGHT * known[0];
        }
        double level = 0;
        for (int i = 0; i < season; i++) {
            level += Double.isNaN(known[i]) ? 0 : 1.0 / season * known[i];
        }
        return level;
    }

    private double firstTrend() {
        if (season == 0) {
            return Double.isNaN(known[1]) ? 0 : FIRST_WEIGHT * (known[1] - known[0]);
        }
        double trend = 0;
        for (int i = 0; i < season && season + i < known.length; i++) {
            double rise = known[season + i] - known[i];
            trend += Double.isNaN(rise) ? 0 : 1.0 / ((double) season * season) * rise;
        }
        return trend;
    }

    private double squaredError(double[] parameters) {
        double[] forecast = forecast(0, parameters);
        double sum = 0;
        for (int i = 0; i < forecast.length; i++) {
            if (!Double.isNaN(known[i])) {
                if (Double.isNaN(forecast[i])) {
                    return Double.POSITIVE_INFINITY;
                }
                double error = forecast[i] - known[i];
                sum += error * error;
            }
        }
        return sum;
    }

    /**
     * The values that the parameters lead to, and some more. Constrains the parameters and carries
     * the seasons on in place, as the fit expects.
     */
    private double[] forecast(int more, double[] parameters) {
        for (int i = 0; i <= PHI; i++) {
            parameters[i] = Math.max(0, Math.min(1, parameters[i]));
        }
        double alpha = parameters[0];
        double beta = parameters[1];
        double gamma = parameters[2];
        double phi = parameters[PHI];
        double damping = phi;
        double level = parameters[LEVEL];
        double trend = parameters[TREND];
        double value = known[0];
        double[] out = new double[known.length + more];
        Arrays.fill(out, Double.NaN);
        out[0] = value;
        int shift = season - 1;
        for (int t = 1; t < out.length; t++) {
            double before = 1;
            double ahead = 1;
            if (season > 0) {
                before = parameters[SEASONS + (t - season + shift) % season];
                ahead = parameters[SEASONS + (t - season + t % season + shift) % season];
            }
            double damped = level + phi * trend;
            double nextLevel = alpha * (value / before) + (1 - alpha) * damped;
            double nextTrend = beta * (nextLevel - level) + (1 - beta) * phi * trend;
            double nextSeason = gamma * (value / damped) + (1 - gamma) * before;
            value = (nextLevel + damping * nextTrend) * ahead;
            level = nextLevel;
            trend = nextTrend;
            damping += Math.pow(phi, t);
            if (season > 0) {
                parameters[SEASONS + (t + shift) % season] = nextSeason;
                shift++;
            }
            out[t] = value;
        }
        return out;
    }
}
