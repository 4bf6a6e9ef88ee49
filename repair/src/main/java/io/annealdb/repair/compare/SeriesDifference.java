package io.annealdb.repair.compare;

import io.annealdb.points.SeriesKey;

/**
 * Where one series differs.
 *
 * @param missingPoints rows of which the successor lacks a value
 * @param stalePoints rows of which it lacks none but holds one that loses
 * @param start first time that differs, ns
 * @param end last time that differs, ns, included
 */
public record SeriesDifference(
        SeriesKey series, long missingPoints, long stalePoints, long start, long end) {}
