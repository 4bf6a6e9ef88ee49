package io.annealdb.cli.connect;

import io.annealdb.image.ClusterImage;
import io.annealdb.image.DataNodeInfo;
import io.annealdb.image.ShardPlace;
import io.annealdb.meta.repair.RootMessages;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.digest.CellSet;
import io.annealdb.proto.RootsReply;
import io.annealdb.proto.RootsRequest;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.coordinator.RootsQuestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Shards that are written all the time never answer one root at one moment. Their cells without
 * anything above R do: nobody will write into them under a stamp at or below R any more. Changes
 * nothing, sets no fence.
 */
final class RestingCells {
    private final DataNodes data;
    private final ClusterImage image;
    private final long at;

    /**
     * @param at R, a clock value
     */
    RestingCells(DataNodes data, ClusterImage image, long at) {
        this.data = data;
        this.image = image;
        this.at = at;
    }

    /** Of some shards those whose owners all answer, and are equal in all cells that rest. */
    Set<ShardId> equal(List<ShardPlace> places) {
        Map<ShardId, CellSet> open = new HashMap<>();
        ask(places, Map.of())
                .forEach(
                        (shard, roots) ->
                                roots.forEach(
                                        root ->
                                                open.merge(
                                                        shard,
                                                        root.settling().open(),
                                                        CellSet::plus)));
        Map<ShardId, List<OwnerRoot>> answers = ask(places, open);
        Set<ShardId> equal = new HashSet<>();
        for (ShardPlace place : places) {
            List<OwnerRoot> roots = answers.getOrDefault(place.shard().id(), List.of());
            if (roots.size() == place.shard().owners().size()
                    && roots.stream().map(OwnerRoot::root).distinct().count() == 1) {
                equal.add(place.shard().id());
            }
        }
        return equal;
    }

    private Map<ShardId, List<OwnerRoot>> ask(
            List<ShardPlace> places, Map<ShardId, CellSet> leaveOut) {
        Map<NodeId, RootsRequest> requests = new TreeMap<>();
        List<DataNodeInfo> owners = new ArrayList<>();
        for (DataNodeInfo node : image.dataNodes()) {
            List<RootsQuestion.Asked> asked =
                    places.stream()
                            .filter(place -> place.shard().owner(node.id()).isPresent())
                            .map(place -> asked(place, leaveOut))
                            .toList();
            if (!asked.isEmpty()) {
                owners.add(node);
                requests.put(
                        node.id(), RootMessages.encode(new RootsQuestion(asked, at, "", false)));
            }
        }
        Map<NodeId, RootsReply> replies =
                DataNodes.askAll(owners, node -> data.stub(node).roots(requests.get(node.id())));
        Map<ShardId, List<OwnerRoot>> roots = new HashMap<>();
        replies.forEach(
                (node, reply) ->
                        RootMessages.decode(node, requests.get(node), reply)
                                .byShard()
                                .forEach(
                                        (shard, root) ->
                                                roots.computeIfAbsent(
                                                                shard, id -> new ArrayList<>())
                                                        .add(root)));
        return roots;
    }

    private static RootsQuestion.Asked asked(ShardPlace place, Map<ShardId, CellSet> leaveOut) {
        ShardId shard = place.shard().id();
        return new RootsQuestion.Asked(
                shard, place.shard().ownerEpoch(), leaveOut.getOrDefault(shard, CellSet.NONE));
    }
}
