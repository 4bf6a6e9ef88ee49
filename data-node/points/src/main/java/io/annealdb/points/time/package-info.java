/**
 * Time as it is passed in, and the clock that stamps.
 *
 * <pre>
 *   wall clock ─▶ {@link HybridClock} ─▶ stamps of this node's writes and deletes
 *                    ▲        └─▶ {@link ClockBound}: on disk, before a stamp below it is given
 *   stamps of peers ─┘
 *
 *   {@link Scheduler}: a thread pool in a node, a queue of events in the simulator
 * </pre>
 */
package io.annealdb.points.time;
