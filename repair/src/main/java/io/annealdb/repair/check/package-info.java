/**
 * Compares replicas and changes nothing.
 *
 * <pre>
 *   roots of all owners ─▶ {@link ReplicaCheck} ─ those that differ ─▶ {@link DryRun} a pair ─▶ {@link ShardCheck}
 * </pre>
 *
 * {@link StandingDifference} tells what is lacking from what is under way.
 */
package io.annealdb.repair.check;
