/**
 * What a repair would do, before it is done.
 *
 * <pre>
 *   dry runs of neighbours ─▶ {@link DifferingPoints}, {@link DeleteKnowledge}
 *                                   │
 *   {@link VersionSource}: owners ──▶ {@link RingPreview} ─▶ {@link HopPreview} a hop
 *                   └──────▶ {@link PointComparison} ─▶ {@link ComparedValue}: who holds what, who wins, why
 * </pre>
 */
package io.annealdb.repair.preview;
