package io.annealdb.cli.check;

import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.connect.NodeNames;
import io.annealdb.cli.report.CheckReport;
import io.annealdb.cli.report.PointList;
import io.annealdb.cli.report.VerifiedReport;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.DataNodeInfo;
import io.annealdb.image.ShardInfo;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.proto.VerifyReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What may stand beside the comparison of a shard: the points that differ, and what disks hold. */
public final class CheckedShard {
    private final ClusterConnection connection;
    private final ClusterImage image;
    private final ClusterCheck check;

    /**
     * @param check has compared the shard
     */
    public CheckedShard(ClusterConnection connection, ClusterImage image, ClusterCheck check) {
        this.connection = connection;
        this.image = image;
        this.check = check;
    }

    /**
     * @param page of the points to list; empty: none
     * @param verify have every owner read every block
     */
    public CheckReport.Shard beside(
            CheckReport.Shard compared, Optional<PointPage> page, boolean verify) {
        ShardInfo shard = image.shard(new ShardId(compared.id())).orElseThrow().shard();
        List<NodeId> answering =
                shard.ownerNodes().stream()
                        .filter(
                                node ->
                                        compared.unreachable() == null
                                                || !compared.unreachable()
                                                        .contains(NodeNames.of(image, node)))
                        .toList();
        PointList points =
                page.isEmpty() || compared.differences().isEmpty()
                        ? null
                        : new PointPages(connection, image, page.get())
                                .of(shard.id(), answering, check.listing(shard.id()));
        if (!verify) {
            return compared.with(points, null, List.of());
        }
        List<DataNodeInfo> owners =
                answering.stream().flatMap(node -> image.dataNode(node).stream()).toList();
        Map<NodeId, VerifyReply> replies = connection.data().verify(owners, shard.id());
        List<VerifiedReport> verified = new ArrayList<>();
        replies.forEach(
                (node, reply) -> verified.add(VerifiedReport.of(NodeNames.of(image, node), reply)));
        List<String> silent =
                answering.stream()
                        .filter(node -> !replies.containsKey(node))
                        .map(node -> NodeNames.of(image, node))
                        .toList();
        return compared.with(points, verified, silent);
    }
}
