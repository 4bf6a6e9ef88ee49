/**
 * What owners have missed: kept on disk, delivered when they are back, or owed as a debt.
 *
 * <pre>
 *   write path ─▶ {@link HintedHandoff} ─▶ HintQueue, one a node ─▶ HintDelivery ─▶ peer, confirmed
 *                    │                       │ full, too old, damaged, hints off
 *                    │                       └─▶ {@link DebtLedger} ─▶ paid by a repair
 *                    └─▶ hh/unassigned ─▶ UnassignedDelivery ─▶ {@link UnassignedResolver}, once meta is back
 * </pre>
 */
package io.annealdb.data.hint;
