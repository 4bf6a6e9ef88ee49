/**
 * What a SELECT means, worked out before a point is read.
 *
 * <pre>
 *   SelectStatement ─▶ {@link io.annealdb.query.plan.SelectCompiler} ─▶ {@link io.annealdb.query.plan.CompiledSelect}      right in itself, times taken out of WHERE (TimeSplit)
 *                                               │ + {@link io.annealdb.query.plan.Schema}: fields and tags at hand
 *                                               ▼
 *                                          {@link io.annealdb.query.plan.BoundSelect}         wildcards expanded, names typed, columns named
 *   WHERE ─▶ {@link io.annealdb.query.plan.SeriesFilter}: what it says of series by their names alone
 * </pre>
 */
package io.annealdb.query.plan;
