/**
 * Compares replicas and changes nothing.
 *
 * <pre>
 *   roots of all owners ─▶ {@link ReplicaCheck} ─ those that differ ─▶ {@link DryRun} a pair ─▶ {@link ShardCheck}
 * </pre>
 */
package io.annealdb.repair.check;
