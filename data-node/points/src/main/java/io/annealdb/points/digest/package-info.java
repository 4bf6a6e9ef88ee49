/**
 * Digests of what a shard holds: keyed sums over its values, so that two replicas compare their
 * content without reading it, whatever their files look like.
 *
 * <pre>
 *   value of a row ─▶ {@link ItemHash} ─▶ added to one cell of a {@link DigestGrid} ─▶ {@link ShardRoot}
 *                                          64 time windows x 64 buckets of series
 * </pre>
 *
 * Cells settle: {@link CellSet} names some of them, {@link SettledCells} how far each has come.
 *
 * <p>The storage engine does this for the rows that it writes and merges. Read {@link ItemHash}
 * first, then {@link GridGeometry}, then {@link DigestGrid}; docs/decisions/0001-item-hash.md has
 * the reasons, docs/format/digests.md the bytes.
 */
package io.annealdb.points.digest;
