/**
 * One hop: finds where a source and its successor differ, and sends that alone.
 *
 * <pre>
 *   source:  {@link HopSource} ── questions ─▶ {@link HopSuccessor} :successor
 *                │      ◀── answers ───
 *                └──── rows ─────────▶ {@link PushSession}
 * </pre>
 *
 * Both look at a {@link ReplicaSnapshot} of their own copy.
 */
package io.annealdb.repair.compare;
