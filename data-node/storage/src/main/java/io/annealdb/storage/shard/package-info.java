/**
 * One shard's copy on this node.
 *
 * <pre>
 *   write ─▶ {@link LocalShard} ─▶ log ─▶ cache ─▶ {@link Flush} ─▶ {@link ShardFiles} (manifest) ─▶ {@link Compaction}
 *   read  ◀─ {@link LocalView}  ◀─ {@link Snapshot}: files pinned, caches up to a mark, deletes
 *   compare ◀─ {@link ShardDigest}: sums of footers, and what footers cannot know scanned anew
 *   start ─▶ {@link ShardOpening}: manifest, files, deletes, log; what is gone or damaged is said
 *   settle ─▶ {@link LocalSettling} ─▶ {@link SettlingKeeper} (file "settled") ─▶ {@link Upkeep}
 *                 ─▶ {@link FullCompaction}: all files into one; settled deletes leave {@link DeleteLog}
 * </pre>
 *
 * Locks, outermost first: flush or compaction, manifest, shard, what has settled. Blocks are read
 * under none of them, but for the check whether a fresh write is shadowed.
 */
package io.annealdb.storage.shard;
