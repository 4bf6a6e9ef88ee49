package io.annealdb.repair.preview;

import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.repair.coordinator.OwnerUnavailableException;
import java.util.Map;

/** Asks owners what they hold at some points. */
@FunctionalInterface
public interface VersionSource {
    /**
     * The visible values at these points, each under its stamp; of a series in order of time, then
     * stamp.
     *
     * @param points times of each series, ascending
     */
    Rows versions(NodeId owner, Map<SeriesKey, long[]> points) throws OwnerUnavailableException;
}
