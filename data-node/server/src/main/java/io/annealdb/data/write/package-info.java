/**
 * The write path of a coordinator, which every data node is.
 *
 * <pre>
 *   points ─▶ {@link ClusterPointsWriter} ─▶ ShardMapper ─▶ ShardFanOut ─▶ {@link OwnerLink} ─┬─▶ own copy
 *                 │  database, groups: image, meta          one a shard                ├─▶ peer  stored
 *                 │                                                                    └─▶ peer  away ─▶ hint.MissedWrites: hint, debt
 *   delete ─▶ {@link ClusterDeleteWriter} ─▶ DeleteFanOut ─▶ every owner of every shard, every node for shards to come
 * </pre>
 *
 * Read {@link PointsWriter}, then ShardFanOut: it decides when a write is acknowledged.
 */
package io.annealdb.data.write;
