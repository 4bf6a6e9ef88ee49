/**
 * How nodes and commands talk over gRPC: the envelope that every call carries, credentials,
 * channels.
 *
 * <pre>
 *   caller ─▶ {@link EnvelopeClientInterceptor} ══ gRPC ══▶ {@link EnvelopeServerInterceptor} ─▶ service
 *               ▲            cluster id, versions, clock                 │
 *               └──────────── the answer's envelope ◀────────────────────┘
 * </pre>
 *
 * {@link Identity} is what a node says of itself and what it does with what it hears; {@link
 * TransportSecurity} is the one place where TLS and authentication enter. {@link ReplyQueue} hands
 * what a streaming call answers to a thread that waits.
 */
package io.annealdb.wire;
