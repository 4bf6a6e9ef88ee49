/**
 * What a meta node serves to data nodes and operators.
 *
 * <pre>
 *   gRPC ─▶ {@link MetaEndpoint} ─▶ RaftLog: commands, linearizable reads
 *                  ├──▶ LivenessTable: heartbeats
 *                  └──▶ {@link ImageStreams}: each new image, to whoever watches
 * </pre>
 */
package io.annealdb.meta.operator;
