package io.annealdb.repair.compare;

import io.annealdb.repair.job.HopReport;

/** What {@link HopSource} has done, and, from a dry run, what it would do. */
public record HopOutcome(HopReport report, HopDifference difference) {}
