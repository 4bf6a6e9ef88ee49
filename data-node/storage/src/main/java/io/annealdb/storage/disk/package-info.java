/**
 * What the engine asks of a disk, and the real one.
 *
 * <pre>
 *   engine ─▶ {@link Directory} ─┬─▶ {@link FileDirectory}: a folder of the machine
 *                                └─▶ tests: a folder in memory that crashes, tears and forgets
 * </pre>
 *
 * Read {@link Directory} first: which promises of a disk the engine relies on stands there.
 */
package io.annealdb.storage.disk;
