/**
 * Statements over the whole cluster: each shard is read from one whole, live owner, and an answer
 * that could not do so says it.
 *
 * <pre>
 *   http ─▶ {@link StatementExecutor} ─▶ SELECT, SHOW ─▶ {@link ClusterShards} ─▶ {@link FailoverShardSource} ─▶ own copy, peers
 *                    │                                                              └▶ {@link ShardReadings}: what is incomplete
 *                    ├─▶ DELETE ─▶ DeleteWriter
 *                    └─▶ CREATE, ALTER, DROP ─▶ {@link ClusterStatements} ─▶ meta
 * </pre>
 *
 * Read {@link StatementExecutor} first, then {@link FailoverShardSource} and {@link ResumingScan}.
 */
package io.annealdb.data.query;
