/**
 * Comparing the replicas of shards from outside.
 *
 * <pre>
 *   {@link ShardScope} ─▶ {@link OwnerRoots} of the owners ─▶ {@link ClusterCheck} ─▶ ShardCheck of each shard
 *                                                  └─ dry runs of hops, where roots differ
 * </pre>
 */
package io.annealdb.cli.check;
