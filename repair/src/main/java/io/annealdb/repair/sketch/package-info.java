/**
 * Finds the difference of two sets of 64-bit hashes with bytes in proportion to the difference,
 * however large the sets are: rateless invertible Bloom lookup tables, after Yang, Gilad and
 * Alizadeh, "Practical Rateless Set Reconciliation", SIGCOMM 2024.
 *
 * <pre>
 *   their items ─▶ {@link Sketch}: symbols 0, 1, 2 … ══ wire ══▶ minus the same symbols of own items
 *                                                              ─▶ {@link SketchDifference}
 * </pre>
 *
 * Each item is in symbol 0 and in ever fewer of those that follow ({@link SymbolIndexes}); a symbol
 * in which one item of the difference is left names it, and takes it out of the others. About 1.35
 * symbols an item are enough for many items, up to 2 for few; if not, further symbols are asked
 * for, and none was sent in vain.
 */
package io.annealdb.repair.sketch;
