package io.annealdb.points.digest;

/** The cluster's secret 128-bit key of all digests, in each shard's record from its creation on. */
public record HashKey(long low, long high) {}
