package io.annealdb.query.transform;

import java.util.List;

/** An {@link Indicator} as a transformation: its first figures are held back. */
final class HeldIndicator implements Transformation {
    /** A hold period that stands for the indicator's own. */
    private static final long OWN = -1;

    private final Indicator indicator;
    private final long held;
    private long count;

    private HeldIndicator(Indicator indicator, long held) {
        this.indicator = indicator;
        this.held = held == OWN ? indicator.warmCount() : held;
    }

    /**
     * @param parameters the period; how many figures are held back; the kind of warmup
     */
    static Transformation of(String function, List<Object> parameters) {
        int period = Math.toIntExact((Long) parameters.get(0));
        long held = parameters.size() > 1 ? (Long) parameters.get(1) : OWN;
        String warmup = parameters.size() > 2 ? (String) parameters.get(2) : "";
        return new HeldIndicator(indicator(function, period, warmup), held);
    }

    private static Indicator indicator(String function, int period, String warmup) {
        boolean simple = warmup.equals("simple");
        return switch (function) {
            case "exponential_moving_average" -> new ExponentialAverage(period, simple);
            case "double_exponential_moving_average" ->
                    new RepeatedAverage(RepeatedAverage.Kind.DOUBLE, period, simple);
            case "triple_exponential_moving_average" ->
                    new RepeatedAverage(RepeatedAverage.Kind.TRIPLE, period, simple);
            case "triple_exponential_derivative" ->
                    new RepeatedAverage(RepeatedAverage.Kind.RATE, period, simple);
            case "relative_strength_index" ->
                    new SmoothedMomentum(period, simple, SmoothedMomentum.Scale.STRENGTH);
            case "chande_momentum_oscillator" ->
                    warmup.isEmpty() || warmup.equals("none")
                            ? new Momentum(period)
                            : new SmoothedMomentum(
                                    period, simple, SmoothedMomentum.Scale.OSCILLATION);
            case "kaufmans_efficiency_ratio" -> new Efficiency(period);
            case "kaufmans_adaptive_moving_average" -> new AdaptiveAverage(period);
            default -> throw new IllegalArgumentException("no such transformation: " + function);
        };
    }

    @Override
    public void add(long time, Object value, Output out) {
        double figure = indicator.next(((Number) value).doubleValue());
        count++;
        if (count > held && !Double.isInfinite(figure)) {
            out.give(time, figure);
        }
    }
}
