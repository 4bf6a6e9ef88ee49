/**
 * How a command reaches a cluster.
 *
 * <pre>
 *   --meta ─▶ {@link MetaNodes} ─┐
 *                         ├─▶ {@link ClusterConnection} ─▶ {@link ClusterView} ─▶ reports
 *   --data ─▶ {@link DataNodes} ─┘
 * </pre>
 */
package io.annealdb.cli.connect;
