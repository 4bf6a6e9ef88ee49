/**
 * Immutable files of compressed columns.
 *
 * <pre>
 *   merged rows ─▶ {@link BlockFileWriter} ─▶ {@link BlockEncoder} ─▶ block of ≤ 1024 rows, one series, one shape
 *                        │                      times, stamps: {@link TimeColumn}, {@link IntColumn}
 *                        │                      values: {@link IntColumn}, {@link FloatColumn}, {@link TextColumn}
 *                        └─▶ footer: series, index, statistics, stamps, digest
 *   {@link BlockFile} ─▶ footer in memory ─▶ {@link BlockRun}: one block, the columns asked for ─▶ merge
 * </pre>
 *
 * The format page is docs/format/block-file.md. A file speaks of series by key and of stamps by
 * value, so it may be copied to another node as it is. Read {@link BlockFile} first.
 */
package io.annealdb.storage.block;
