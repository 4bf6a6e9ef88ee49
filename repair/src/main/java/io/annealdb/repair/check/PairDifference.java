package io.annealdb.repair.check;

import io.annealdb.repair.compare.HopDifference;
import io.annealdb.repair.ring.Hop;

/** What the first owner of a pair of neighbours has and the second lacks; never nothing. */
public record PairDifference(Hop pair, HopDifference difference) {}
