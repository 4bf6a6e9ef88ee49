package io.annealdb.data.query;

/**
 * What a client asks of all statements of one request.
 *
 * @param database empty if none is given
 * @param retentionPolicy empty for the database's default
 * @param requireComplete whether an answer that lacks a shard is an error
 */
public record QueryRequest(
        String database, String retentionPolicy, ReadMode mode, boolean requireComplete) {}
