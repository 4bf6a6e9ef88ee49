/**
 * What people see: tables, bars, colours, sizes in words. Knows nothing of clusters.
 *
 * <pre>
 *   report ─▶ {@link Table} ─┐
 *   hops ─▶ {@link ProgressLines} ─┼─▶ {@link Terminal} ─▶ stdout, stderr
 *   numbers ─▶ {@link Units} ─┘       ({@link Style}: colour, only where a terminal is)
 * </pre>
 *
 * {@link NearestName} guesses what a mistyped word was meant to be.
 */
package io.annealdb.cli.terminal;
