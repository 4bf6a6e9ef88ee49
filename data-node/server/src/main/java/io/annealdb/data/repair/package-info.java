/**
 * This node's part in repair: what {@code io.annealdb.repair} compares, on the engine's shards.
 *
 * <pre>
 *   coordinator ─▶ {@link RepairCalls} ─▶ HopSource ─▶ RemoteSuccessor ══ peer ══▶ RepairCalls over there
 *                      │                                  questions, rows, files       │
 *                      └─ StorageReplica ─▶ shard                 RowIntake, ShardIntake ─▶ shard
 *                      │
 *                      ├─ OwnRoots: a fence, the root, open cells, the answer remembered      (to the coordinator)
 *                      ├─ OwnerReset: drops what the owners that are up to date have deleted
 *                      └─ Admission: refuses what comes of a repair that is over, and to be a source while behind
 *   image ─▶ {@link Adoption}: certificates become settled cells, fences of ended repairs go
 * </pre>
 *
 * docs/decisions/0005-settling.md has the words.
 */
package io.annealdb.data.repair;
