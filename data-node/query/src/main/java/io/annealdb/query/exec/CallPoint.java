package io.annealdb.query.exec;

/**
 * One result of a call, at the time that the answer shows.
 *
 * @param value null where fill left the bucket empty
 * @param beside values of the other columns; null without any, and in filled buckets
 */
record CallPoint(long time, Object value, Object[] beside) {}
