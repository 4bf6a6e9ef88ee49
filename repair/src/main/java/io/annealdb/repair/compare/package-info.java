/**
 * One hop: finds where a source and its successor differ, and sends that alone.
 *
 * <pre>
 *   source                                                         successor
 *   {@link HopSource} ─ questions ─▶ {@link Successor} ══ wire ══▶ {@link HopSuccessors} ─▶ {@link HopSuccessor}
 *     │ DeleteExchange      deletes of both, first                   │
 *     │ ContentExchange     windows and buckets, cells               │
 *     │   SeriesExchange    the series of cells: a list or a sketch  │ LeafStore
 *     │   LeafExchange      leaves, many at a time, large ones cut   │ LeafReader
 *     │     LeafInquiry     a series in a window, value by value     │ LeafWitness
 *     ▼                                                              ▼
 *   RowSender ── rows ─▶ {@link PushSession}                          {@link ShardReplica}
 *   DifferenceCount, in a dry run
 * </pre>
 *
 * Both look at one {@link ReplicaSnapshot} of their own copy. Read {@link HopSource} first, then
 * ContentExchange, then SeriesExchange, LeafExchange and LeafInquiry; Question and Answer are the
 * messages, and the codecs beside them their bytes (docs/format/repair-messages.md).
 */
package io.annealdb.repair.compare;
