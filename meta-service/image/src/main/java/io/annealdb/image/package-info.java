/**
 * The cluster as meta knows it, and how it comes to be. Pure: no clock, no random number, no order
 * of a hash map, no network.
 *
 * <pre>
 *   MetaCommand (from the Raft log) ─▶ {@link Decisions} ─▶ {@link MetaRecord}s, a reply
 *                                          ▲                     │
 *                                   {@link ClusterImage} ◀── apply ──┘
 *                                          └──▶ ImageProto: snapshots, data nodes, operators
 * </pre>
 *
 * Read {@link ClusterImage} first, then {@link MetaRecord}, then {@link Decisions}.
 */
package io.annealdb.image;
