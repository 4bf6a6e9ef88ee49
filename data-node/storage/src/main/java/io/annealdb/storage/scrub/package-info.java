/**
 * A slow pass over everything that a node has on disk, to find what has rotted before it is needed.
 *
 * <pre>
 *   {@link Scrubber} ── {@link ScrubPace}: how much, when     {@link ScrubProgress}: how far, on disk
 *       │
 *       └─ shard by shard, file by file ─▶ ShardScrub ─┬─▶ good
 *                                                      └─▶ damaged: set aside, the shard is DAMAGED,
 *                                                          meta hears of it with the next heartbeat
 * </pre>
 *
 * It finds and says; healing is repair's, on meta's decision. Read {@link Scrubber} first.
 */
package io.annealdb.storage.scrub;
