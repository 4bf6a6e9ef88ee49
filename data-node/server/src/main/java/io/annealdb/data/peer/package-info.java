/**
 * How data nodes speak to each other, with gRPC out of sight.
 *
 * <pre>
 *   write path, hints, queries, hops ─▶ {@link Peer} ═ gRPC, or the simulator ═▶ {@link NodeCalls} ─▶ this node's parts
 * </pre>
 *
 * {@code peer.grpc} is the one package that knows gRPC. {@link PeerHealth} remembers who does not
 * answer, so that a dead peer costs no write its timeout.
 */
package io.annealdb.data.peer;
