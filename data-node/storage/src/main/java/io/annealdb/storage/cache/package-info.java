/**
 * What has been written and is not in block files yet.
 *
 * <pre>
 *   rows ─▶ {@link RowCache}: chunks of longs, in order of arrival; the rows of a series are linked
 *             └─▶ {@link CachedSeries} ─▶ {@link CacheRuns} (sorted, by shape) ─▶ merge, flush, digest
 * </pre>
 *
 * A reader's snapshot is one number, the place up to which the cache was filled: see {@link
 * RowCache}.
 */
package io.annealdb.storage.cache;
