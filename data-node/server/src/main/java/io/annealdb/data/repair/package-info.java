/**
 * This node's part in repair: what {@code io.annealdb.repair} compares, on the engine's shards.
 *
 * <pre>
 *   coordinator ─▶ {@link RepairCalls} ─▶ HopSource ─▶ RemoteSuccessor ══ peer ══▶ RepairCalls over there
 *                      │                                  questions, rows, files       │
 *                      └─ StorageReplica ─▶ shard                 RowIntake, ShardIntake ─▶ shard
 * </pre>
 */
package io.annealdb.data.repair;
