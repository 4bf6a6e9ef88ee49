/**
 * Sequences of checksummed records on disk, and small files that are replaced as a whole.
 *
 * <pre>
 *   write ─▶ {@link ShardLog} ─▶ {@link RecordFile} (append, group commit) ─▶ fsync ─▶ acknowledged
 *   open  ─▶ {@link RecordScan} ─▶ records again; a torn tail is cut, damage in the middle is told apart
 *   manifest, node.id ─▶ {@link ChecksummedFile}: written beside, forced, renamed
 * </pre>
 *
 * Read {@link RecordFile} first: its comment has the format of all logs of the engine.
 */
package io.annealdb.storage.log;
