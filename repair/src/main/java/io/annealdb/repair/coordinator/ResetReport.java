package io.annealdb.repair.coordinator;

/**
 * What a reset has come to.
 *
 * @param pointsDropped that the owners which are up to date lack
 * @param metadataBytes of questions and answers
 */
public record ResetReport(long pointsDropped, long metadataBytes) {}
