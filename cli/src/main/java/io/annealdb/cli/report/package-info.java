/**
 * What operator commands answer. A report is a record whose components are the field names of its
 * JSON; beside each stands the table that people see of it. Reports are made from what was seen of
 * the cluster and call nobody.
 *
 * <pre>
 *   ClusterView ─▶ {@link ShardCopies} ─▶ {@link StatusReport}, {@link ShardsReport} ─┬─▶ {@link Json}
 *   RepairJobInfo ─▶ {@link RepairReport}                                 └─▶ {@code …Table}
 *   ShardCheck ─▶ {@link CheckReport}
 * </pre>
 */
package io.annealdb.cli.report;
