/**
 * InfluxQL: from text to rows, over shards that may be here or elsewhere.
 *
 * <pre>
 *   text ─▶ {@link io.annealdb.query.InfluxQl} ─▶ statements ({@link io.annealdb.query.ast})
 *              │
 *              ├─ SELECT ─▶ {@link io.annealdb.query.SelectExecutor} ─┐
 *              ├─ SHOW ───▶ {@link io.annealdb.query.ShowExecutor} ───┼─▶ {@link io.annealdb.query.QueryResult}: series, rows
 *              │               {@link io.annealdb.query.ShardCatalog} ─▶ {@link io.annealdb.query.ShardSource}
 *              └─ DELETE ─▶ {@link io.annealdb.query.DeletePlan} ─▶ the write path
 * </pre>
 *
 * Errors are {@link io.annealdb.query.ParseException} for a text that is not InfluxQL (HTTP 400),
 * and {@link io.annealdb.query.QueryException} for a statement that cannot be answered (inside
 * results); both carry the text that InfluxDB gives. What is answered and what is refused:
 * docs/influxql.md.
 */
package io.annealdb.query;
