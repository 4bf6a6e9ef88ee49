/**
 * SHOW: tables of names.
 *
 * <pre>
 *   meta's records ─▶ {@link io.annealdb.query.show.MetadataTables}: databases, policies, shards
 *   shards ─▶ SchemaReader: series and fields ─┬─▶ {@link io.annealdb.query.show.SchemaTables}
 *                                              └─▶ {@link io.annealdb.query.show.Cardinalities}
 * </pre>
 */
package io.annealdb.query.show;
