/**
 * Repair jobs as an operator drives them: planned, started, watched.
 *
 * <pre>
 *   dry run: {@link RepairPlan} ─▶ RepairReport, "planned"
 *   start ─▶ meta ─▶ {@link RepairWatch} ─▶ {@link HopBars} while it runs, RepairReport at the end
 * </pre>
 */
package io.annealdb.cli.repair;
