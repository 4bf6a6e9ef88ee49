/**
 * Drives repair jobs, at the meta leader: decides hop by hop, writes down what came of each, and
 * goes on where an earlier leader left off.
 *
 * <pre>
 *   {@link RepairCoordinator} ─▶ {@link JobRun}, a job ─▶ ShardRing, a shard ─┬─▶ RootGatherer ─▶ Gathering
 *                                   │                       │       ├─▶ RingPlan, the hops
 *   {@link JobJournal} ◀─── after each hop ───────────────────────────┘       └─▶ HopRunner ─▶ {@link Owners}
 *   {@link ShardOwners}: who owns the shard now
 * </pre>
 *
 * Read ShardRing first; it has the picture of a shard's repair.
 */
package io.annealdb.repair.coordinator;
