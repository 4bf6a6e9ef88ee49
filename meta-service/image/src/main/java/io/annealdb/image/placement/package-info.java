/**
 * Which data nodes own the shards of a new group, and what time the group covers. Pure.
 *
 * <pre>
 *   a time ─▶ {@link GroupBoundaries} ◀─ {@link GroupDurations} ◀─ the policy
 *   nodes, load, who lives ─▶ {@link Placement} ─▶ owners of each shard
 * </pre>
 */
package io.annealdb.image.placement;
