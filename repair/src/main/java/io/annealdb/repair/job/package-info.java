/**
 * The records of a repair: what a coordinator writes down after each hop, so that the next leader
 * goes on from there, and what an operator reads.
 *
 * <pre>
 *   {@link RepairJob} ─▶ {@link ShardRepair} a shard ─▶ {@link HopReport} a hop
 *    {@link JobState}                                     {@link HopPhase}
 * </pre>
 */
package io.annealdb.repair.job;
