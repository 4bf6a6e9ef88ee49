/**
 * Values as bytes, for log records, hints, messages and repair chunks. Decoders trust nothing: they
 * give a value or a {@link io.annealdb.points.codec.MalformedException}.
 *
 * <pre>
 *   Rows          ─▶ {@link io.annealdb.points.codec.RowsCodec}    ─┐ columns by ValueCoder and Runs,
 *   SeriesColumns ─▶ {@link io.annealdb.points.codec.ColumnsCodec} ─┘ wrapped by Envelope
 *   Delete        ─▶ {@link io.annealdb.points.codec.DeleteCodec} ─▶ {@link io.annealdb.points.codec.PredicateCodec}
 * </pre>
 *
 * Read {@link io.annealdb.points.codec.RowsCodec} first, docs/format/rows.md beside it.
 */
package io.annealdb.points.codec;
