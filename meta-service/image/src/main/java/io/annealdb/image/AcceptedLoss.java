package io.annealdb.image;

import io.annealdb.points.ShardId;

/**
 * An operator said that what was lost of a shard is lost, and that its owners serve what is there.
 *
 * @param at millis since 1970
 */
public record AcceptedLoss(ShardId shard, long at) {}
