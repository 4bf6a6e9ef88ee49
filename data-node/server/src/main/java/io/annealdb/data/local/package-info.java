/**
 * What this node does with its own copies of shards, for itself and for whoever calls.
 *
 * <pre>
 *   image ─▶ {@link OwnedShards} ─▶ engine: opened, made, missing, dropped
 *               └─▶ {@link HeldShards} ─▶ meta: held here, so missing if it is gone
 *   own coordinator, peers, hint queues ─▶ {@link LocalWrites} ─▶ shard
 *   own queries, peers                  ─▶ {@link LocalReads}  ─▶ view of a shard, if it is whole
 * </pre>
 */
package io.annealdb.data.local;
