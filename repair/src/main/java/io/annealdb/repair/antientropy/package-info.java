/**
 * Background anti-entropy: which shards the meta leader compares and repairs unasked, and when.
 *
 * <pre>
 *   image, heartbeats ─▶ {@link ShardFacts} ─┐
 *   earlier looks ─────▶ {@link ShardMemory} ┴▶ {@link AntiEntropyPlan} ─▶ {@link Step} ─▶ {@link AntiEntropy}
 *                              ▲                                       │ look: roots of 64 shards
 *                              └───────────────────────────────────────┤ start: one job for many shards
 *                                                                      └ stop: the window is over
 * </pre>
 *
 * Read {@link AntiEntropyPlan} first: it decides everything, and knows neither clock nor network.
 */
package io.annealdb.repair.antientropy;
