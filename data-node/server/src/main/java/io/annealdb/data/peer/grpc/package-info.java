/**
 * Peers over gRPC; nothing else in a data node knows it.
 *
 * <pre>
 *   {@link GrpcPeers} ─▶ GrpcPeer ══ data_node.proto ══▶ {@link DataNodeService} ─▶ NodeCalls
 *                          RemoteScan ◀── chunks, as they are read ──┘
 *                          RemotePush, RemoteCopy ── chunks, as they are stored ─▶ PushIntake, CopyIntake
 * </pre>
 */
package io.annealdb.data.peer.grpc;
