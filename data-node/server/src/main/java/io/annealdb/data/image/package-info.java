/**
 * What this node knows of the cluster.
 *
 * <pre>
 *   meta's watch, its answers, versions heard from peers ─▶ {@link ImageCache} ─▶ {@link ClusterView}: write path, queries
 *                                                              └─▶ cluster.image on disk, for a start without meta
 * </pre>
 */
package io.annealdb.data.image;
