/**
 * A data node put together: its settings, its identity, its parts, its ports.
 *
 * <pre>
 *   {@link DataNodeConfig} ─▶ {@link DataNode} ─▶ {@link NodeSurroundings}: disk, clock, chance, threads, meta
 *                       │                     ▼
 *                       │      {@link DataNodeParts}: all that decides ◀── the simulator, with surroundings of its own
 *                       │        Registration (who am I), Heartbeats, NodeReport, {@link LocalNode} (what peers call)
 *                       └─▶ ports: gRPC for peers and meta, HTTP for clients
 * </pre>
 *
 * Read {@link DataNodeParts} first: its constructor is the architecture of a data node, top down.
 */
package io.annealdb.data.node;
