/**
 * A meta node: it keeps what the cluster agrees on, and leads repairs.
 *
 * <pre>
 *   data nodes, operators ══ gRPC ══▶ operator.MetaEndpoint ─▶ log.RaftLog ─▶ ClusterImage
 *                                        │                        │  ▲
 *                    heartbeats ─▶ liveness.LivenessTable         │  │ commands
 *                                        ▲                        ▼  │
 *                                        └───── the leader: leader.LeaderDuties, repair.RepairRunner
 * </pre>
 *
 * Read {@link MetaNode} first: it wires the parts.
 */
package io.annealdb.meta;
