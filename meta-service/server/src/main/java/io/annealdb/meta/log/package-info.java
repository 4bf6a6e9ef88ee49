/**
 * The replicated log of meta's commands, on Apache Ratis.
 *
 * <pre>
 *   propose ─▶ {@link RaftLog} ─▶ whoever leads ─▶ committed ─▶ ImageStateMachine on every member ─▶ new image
 *                                                          └──▶ {@link SnapshotFile}, every 5,000 entries
 *   {@link Leadership}: tells the leader's duties when to begin and to end
 * </pre>
 */
package io.annealdb.meta.log;
