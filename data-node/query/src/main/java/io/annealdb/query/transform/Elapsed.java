package io.annealdb.query.transform;

/** How much time lies between a value and the one before it, in whole units. */
final class Elapsed implements Transformation {
    private final long unitNs;
    private boolean any;
    private long lastTime;

    Elapsed(long unitNs) {
        this.unitNs = unitNs;
    }

    @Override
    public void add(long time, Object value, Output out) {
        if (any) {
            out.give(time, (time - lastTime) / unitNs);
        }
        any = true;
        lastTime = time;
    }
}
