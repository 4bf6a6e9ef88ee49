/**
 * Drives repair jobs, at the meta leader: decides hop by hop, writes down what came of each, and
 * goes on where an earlier leader left off.
 *
 * <pre>
 *   {@link JobJournal} ──▶ {@link RepairCoordinator} ──▶ {@link Owners}: roots, hops, ring ended
 *       ▲                     │   ▲
 *       └── after each hop ───┘   └── {@link ShardOwners}: who owns the shard now
 * </pre>
 */
package io.annealdb.repair.coordinator;
