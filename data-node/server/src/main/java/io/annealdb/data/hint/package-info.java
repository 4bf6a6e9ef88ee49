/**
 * What owners have missed: kept on disk, delivered when they are back, or owed as a debt.
 *
 * <pre>
 *   write path ─▶ {@link HintedHandoff} ─▶ HintQueue, one a node ─▶ HintDelivery ─▶ peer, confirmed
 *                    │                       │ full, too old, damaged, hints off
 *                    │                       └─▶ {@link DebtLedger} ─▶ paid by a repair
 *                    └─▶ hh/unassigned ─▶ UnassignedDelivery ─▶ {@link UnassignedResolver}, once meta is back
 * </pre>
 *
 * The write path knows {@link MissedWrites} alone, and is known here as {@link UnassignedResolver}.
 * Read {@link MissedWrites} first, then HintQueue: docs/format/hint-log.md has its bytes.
 */
package io.annealdb.data.hint;
