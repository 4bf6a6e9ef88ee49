package io.annealdb.repair.compare;

import io.annealdb.points.Delete;
import io.annealdb.points.SeriesKey;
import java.io.IOException;
import java.util.List;

/**
 * Is told each value that a dry run finds the successor to lack or to lose on: exactly those that a
 * hop would send now. Leaf by leaf, and within a leaf in order of time, then field; on the hop's
 * own thread.
 */
@FunctionalInterface
public interface DifferenceListener {
    DifferenceListener NONE = value -> {};

    void differs(DifferingValue value) throws IOException;

    /**
     * A point that the source shows, and a delete hides that the successor knows and the source not
     * yet: no hop sends it.
     */
    default void isHidden(SeriesKey series, long time) throws IOException {}

    /**
     * The deletes that one of the two lacks; told once, if there are any.
     *
     * @param lacked by the successor
     * @param unknown to the source
     */
    default void deletesDiffer(List<Delete> lacked, List<Delete> unknown) throws IOException {}
}
