package io.annealdb.cli.check;

import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.image.ClusterImage;
import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.ShardId;
import io.annealdb.repair.coordinator.OwnerUnavailableException;
import io.annealdb.repair.preview.VersionSource;
import io.grpc.StatusRuntimeException;
import java.util.Map;

/** Asks the owners of a shard over the network. */
public final class OwnerVersions implements VersionSource {
    private final ClusterConnection connection;
    private final ClusterImage image;
    private final ShardId shard;

    public OwnerVersions(ClusterConnection connection, ClusterImage image, ShardId shard) {
        this.connection = connection;
        this.image = image;
        this.shard = shard;
    }

    @Override
    public Rows versions(NodeId owner, Map<SeriesKey, long[]> points)
            throws OwnerUnavailableException {
        if (points.isEmpty()) {
            return Rows.builder().build();
        }
        try {
            return connection.data().versions(image.dataNode(owner).orElseThrow(), shard, points);
        } catch (StatusRuntimeException e) {
            throw new OwnerUnavailableException(owner, e.getMessage(), e);
        }
    }
}
