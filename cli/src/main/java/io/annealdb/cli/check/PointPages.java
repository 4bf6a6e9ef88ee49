package io.annealdb.cli.check;

import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.connect.NodeNames;
import io.annealdb.cli.report.PointList;
import io.annealdb.cli.report.PointReport;
import io.annealdb.image.ClusterImage;
import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.ShardId;
import io.annealdb.repair.coordinator.OwnerUnavailableException;
import io.annealdb.repair.preview.PointComparison;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;

/** Shows differing points a page at a time; owners are asked about those of the page alone. */
public final class PointPages {
    private final ClusterConnection connection;
    private final ClusterImage image;
    private final PointPage page;

    public PointPages(ClusterConnection connection, ClusterImage image, PointPage page) {
        this.connection = connection;
        this.image = image;
        this.page = page;
    }

    /**
     * @param owners those that answer
     * @throws CommandFailure if one does not any more
     */
    public PointList of(ShardId shard, Collection<NodeId> owners, ShardListing listing) {
        NavigableMap<SeriesKey, long[]> all = listing.points().bySeries();
        long total = all.values().stream().mapToLong(times -> times.length).sum();
        try {
            List<PointReport> points =
                    new PointComparison(
                                    owners,
                                    listing.deletes().differing(),
                                    new OwnerVersions(connection, image, shard))
                            .compare(page.of(all)).stream()
                                    .map(value -> PointReport.of(value, owners, image))
                                    .toList();
            long pages = Math.max(1, (total + page.limit() - 1) / page.limit());
            return new PointList(
                    points,
                    new PointList.Page(page.page(), pages, total, listing.points().complete()));
        } catch (OwnerUnavailableException e) {
            throw CommandFailure.failed(
                    NodeNames.of(image, e.owner())
                            + " does not answer any more: "
                            + e.getMessage()
                            + ". Ask again when it does.");
        }
    }
}
