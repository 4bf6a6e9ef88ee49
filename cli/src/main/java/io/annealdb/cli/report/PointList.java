package io.annealdb.cli.report;

import java.util.List;

/**
 * A page of the values that owners of a shard do not hold alike.
 *
 * @param values of the points on it
 */
public record PointList(List<PointReport> values, Page page) {
    /**
     * Which page of how many.
     *
     * @param number counts from 1
     * @param total points in all, each a series and a time; a lower bound if not complete
     * @param complete whether all that differ were listed
     */
    public record Page(int number, long pages, long total, boolean complete) {}
}
