package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.digest.CellSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which roots are wanted, of all owners of some shards.
 *
 * @param repairId whose fence stands at {@code at}
 * @param at R; 0 if it is not known: then there is no fence
 * @param leaveOut cells that do not count, by shard; none for shards that it does not name
 */
record GatherOrder(
        String repairId,
        long at,
        Map<ShardId, OwnerSet> shards,
        Map<ShardId, CellSet> leaveOut,
        boolean withSettledCells) {
    static GatherOrder of(String repairId, long at, Map<ShardId, OwnerSet> shards) {
        return new GatherOrder(repairId, at, shards, Map.of(), false);
    }

    GatherOrder leavingOut(ShardId shard, CellSet cells) {
        return new GatherOrder(repairId, at, shards, Map.of(shard, cells), withSettledCells);
    }

    GatherOrder withSettled() {
        return new GatherOrder(repairId, at, shards, leaveOut, true);
    }

    CellSet leftOut(ShardId shard) {
        return leaveOut.getOrDefault(shard, CellSet.NONE);
    }

    /** A question an owner, shards in order. */
    SortedMap<NodeId, RootsQuestion> questions() {
        SortedMap<NodeId, RootsQuestion> questions = new TreeMap<>();
        shards.values().stream()
                .flatMap(owners -> owners.owners().stream())
                .distinct()
                .forEach(owner -> questions.put(owner, question(owner)));
        return questions;
    }

    private RootsQuestion question(NodeId owner) {
        List<RootsQuestion.Asked> asked =
                shards.entrySet().stream()
                        .filter(entry -> entry.getValue().owners().contains(owner))
                        .sorted(Map.Entry.comparingByKey())
                        .map(
                                entry ->
                                        new RootsQuestion.Asked(
                                                entry.getKey(),
                                                entry.getValue().epoch(),
                                                leftOut(entry.getKey())))
                        .toList();
        return new RootsQuestion(asked, at, at == 0 ? "" : repairId, withSettledCells);
    }
}
