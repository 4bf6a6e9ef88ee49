/**
 * Who lives. Each meta node hears all data nodes itself; nothing of it is in the log.
 *
 * <pre>
 *   heartbeats ─▶ {@link LivenessTable} ─▶ {@link Liveness}: alive, suspect after 3 s, dead after 10 s
 *                      └─▶ hints, debts and shards in trouble, as last heard: for operators
 * </pre>
 */
package io.annealdb.meta.liveness;
