/**
 * The embedded engine of one data node: many shards in one data folder. It knows no network and no
 * cluster, and can be used as a library.
 *
 * <pre>
 *   write ─▶ {@link Shard} ─▶ log (fsync, group commit) ─▶ cache ─▶ flush ─▶ block files, named by the manifest
 *                                                            └─────────────┴──▶ {@link ShardView} ─▶ reads, repair
 * </pre>
 *
 * {@link Engine} opens a folder; {@link Shard} takes writes and deletes; a {@link ShardView} reads
 * a consistent state. What a disk does stands behind {@link io.annealdb.storage.disk.Directory}.
 */
package io.annealdb.storage;
