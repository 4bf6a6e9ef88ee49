package io.annealdb.query.plan;

/** Where a call takes its values from: a column as it is stored, or the results of another call. */
public sealed interface CallInput permits ColumnRef, CallSpec {}
