/**
 * The series of a database: a number for each key, and which series a predicate means.
 *
 * <pre>
 *   key ─▶ {@link SeriesIndex} ─▶ {@link KeyTable} (bounded, on the heap) ─ miss ─▶ {@link SeriesMap} ─▶ number
 *               │                                                  heap, or Chronicle Map off the heap
 *               ├─▶ series log: every key once, appended: the truth
 *               └─▶ {@link Postings}: measurement, tag ─▶ bitmap of numbers ◀─ predicate
 * </pre>
 *
 * A number is an index into the series log of this folder; it never leaves the node. Losing the log
 * loses nothing: block files and shard logs name series by key, and fill a new one.
 */
package io.annealdb.storage.index;
