package io.annealdb.repair.compare;

/** What a successor has stored of a push: rows and values, repeated ones counted each time. */
public record PushOutcome(long points, long values) {}
