/**
 * What falls to the meta node that leads, unasked.
 *
 * <pre>
 *   Leadership ─▶ {@link LeaderDuties} ─ every 5 s, only what would change something ─▶ RaftLog.proposeAsLeader
 *                    ▲
 *   LivenessTable ───┘ who may own the next shard groups
 * </pre>
 */
package io.annealdb.meta.leader;
