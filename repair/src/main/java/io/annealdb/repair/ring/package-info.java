/**
 * In which order replicas meet.
 *
 * <pre>
 *   owners 1, 2, 3, start 2 ─▶ {@link RingOrder} ─▶ {@link Hop} 2→3, 3→1, 1→2, 2→3
 *                                                   └ first lap ┘ └ second ┘
 * </pre>
 *
 * {@link ConvergenceBound} says how long that can take.
 */
package io.annealdb.repair.ring;
