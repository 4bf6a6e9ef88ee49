package io.annealdb.repair.preview;

import io.annealdb.repair.ring.Hop;

/**
 * What one hop of a ring will do if nothing is written meanwhile.
 *
 * @param missingPoints rows of which the successor will lack a value then
 * @param stalePoints rows of which it will lack none but hold one that loses
 * @param pointsSent rows sent: the sum of the two
 * @param deletes delete records that will cross, either way
 * @param shardCopied the successor has lost the shard, and is given the files first
 * @param payloadBytes of rows and of deletes; files not counted
 */
public record HopPreview(
        Hop hop,
        long missingPoints,
        long stalePoints,
        long pointsSent,
        long valuesSent,
        long deletes,
        boolean shardCopied,
        long payloadBytes) {}
