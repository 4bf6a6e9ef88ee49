/**
 * From the bytes of a write to rows.
 *
 * <pre>
 *   body ─▶ {@link io.annealdb.points.line.LineProtocol} ─▶ LineParser ─┬─▶ FastLine      guesses from lines before
 *                                        │     └─▶ LineScanner, KeyScanner   all others, and every error
 *                                        └─▶ RowColumns ─▶ {@link io.annealdb.points.Rows}
 * </pre>
 *
 * Read LineScanner first: it is the definition. FastLine takes the common lines four times as fast
 * and must agree with it.
 */
package io.annealdb.points.line;
