/**
 * Rumours: what every data node should know soon, with or without meta.
 *
 * <pre>
 *   SWIM (ScaleCube) ─▶ {@link Membership}: who lives ─────────────┐
 *   image versions, load, roots ─▶ {@link Rumour} ─▶ {@link RumourMill} ─▶ {@link Whisper} to a random live node
 *                                                      ▲                         │
 *                                                      └───── news, feedback ◀───┘
 * </pre>
 *
 * Everything but {@link SwimMembership} is pure: the calls are made by {@code data.node.Gossip}.
 * Read {@link RumourMill} first.
 */
package io.annealdb.data.gossip;
