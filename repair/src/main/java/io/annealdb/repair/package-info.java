/**
 * Repair: how replicas of a shard find and close their differences.
 *
 * <pre>
 *   meta leader     coordinator ─ drives {@code job} around the {@code ring} ─┐
 *                                                                         │ one hop at a time
 *   data nodes      source ◀──────────────────────────────────────────────┘
 *                     └─ {@code compare} ─▶ successor
 * </pre>
 *
 * Read {@code ring} first, then {@code compare}, then {@code job} and {@code coordinator}; {@code
 * check} compares without repairing. Nothing here knows disk, network or clock: they are passed in.
 * docs/repair.md tells the whole.
 */
package io.annealdb.repair;
