/**
 * Repair jobs at the meta leader: the seams of {@code io.annealdb.repair.coordinator}, filled with
 * Raft and gRPC.
 *
 * <pre>
 *   image, heartbeats ─▶ {@link BackgroundRepair} ─▶ a job in the log
 *   image: queued, running ─▶ {@link RepairRunner} ─▶ RepairCoordinator ─▶ DataNodeOwners ══ gRPC ══▶ data nodes
 *                                                   │      └──▶ {@link LiveProgress} ─▶ operators
 *        Raft log ◀── RaftJournal ◀─────────────────┘
 * </pre>
 */
package io.annealdb.meta.repair;
