/**
 * Merging what several files and caches hold of one series into one row a timestamp.
 *
 * <pre>
 *   blocks of a file ─▶ {@link Run} ─┐
 *   rows of a cache  ─▶ {@link Run} ─┼─▶ {@link SeriesMerge} ─▶ {@link MergedRows} ─▶ scan, digest, flush, compaction
 *   deletes ──────────────────────────┘
 * </pre>
 *
 * A {@link Lane} is a field with one type. Runs that overlap nothing are copied column by column;
 * only where two meet in time do rows compete, lane by lane, and the higher stamp wins ({@link
 * Winner}).
 */
package io.annealdb.storage.merge;
