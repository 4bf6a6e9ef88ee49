/**
 * The values that all of AnnealDB speaks of; no disk, no network.
 *
 * <pre>
 *   line protocol ─▶ {@link io.annealdb.points.Rows} ─▶ settled, stamped ─▶ log, hints, messages (one codec)
 *                                                        └──▶ item hash ─▶ digest grid
 * </pre>
 *
 * Read {@link io.annealdb.points.SeriesKey} and {@link io.annealdb.points.Stamp} first, then {@link
 * io.annealdb.points.Rows}, which is what a write, a hint and a repair carry. The packages below
 * it: {@code line} parses, {@code codec} makes bytes, {@code digest} sums, {@code time} stamps.
 */
package io.annealdb.points;
