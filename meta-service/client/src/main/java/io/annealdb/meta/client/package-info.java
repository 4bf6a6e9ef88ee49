/**
 * The meta service as data nodes and commands reach it.
 *
 * <pre>
 *   data node, command ─▶ {@link MetaService} ◀── {@link MetaClient} ══ gRPC ══▶ any meta node
 *                            ▲     ▲
 *            {@link ImageFollower} ┘     └── {@link InMemoryMeta}: one ordered log in memory
 * </pre>
 */
package io.annealdb.meta.client;
