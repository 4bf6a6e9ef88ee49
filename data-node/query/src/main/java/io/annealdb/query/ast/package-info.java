/**
 * Statements as values. All of InfluxQL 1.8 has a place here, whether it is executed yet or not;
 * each prints itself as InfluxDB does.
 *
 * <pre>
 *   Statement ─┬─ SelectStatement: fields, sources, condition, dimensions, fill, limits
 *              ├─ ExplainStatement
 *              ├─ ShowStatement
 *              ├─ DatabaseStatement   databases and retention policies
 *              ├─ DeletingStatement   points and series
 *              ├─ AccountStatement
 *              └─ ServerStatement     continuous queries, subscriptions, running queries
 *   Source ────┬─ Measurement
 *              └─ Subquery ─▶ SelectStatement
 * </pre>
 *
 * Read {@link io.annealdb.query.ast.Expr} first, then {@link
 * io.annealdb.query.ast.SelectStatement}.
 */
package io.annealdb.query.ast;
