package io.annealdb.query.transform;

/** A running figure of technical analysis: of each value in turn, and of those before it. */
interface Indicator {
    double next(double value);

    /** How many values it takes until its figures are meaningful. */
    int warmCount();
}
