package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells owners how a job's rings ended, and remembers where its fences stand, so that none is left
 * behind on an owner that can be reached. One that cannot keeps its fence, which refuses only what
 * nobody sends, until the next repair's takes its place. For one thread.
 */
final class RingEnds {
    private static final Logger log = LoggerFactory.getLogger(RingEnds.class);

    private final String repairId;
    private final Owners owners;
    private final Map<ShardId, Set<NodeId>> fences = new HashMap<>();

    RingEnds(String repairId, Owners owners) {
        this.repairId = repairId;
        this.owners = owners;
    }

    void fenced(NodeId owner, RootsQuestion question) {
        question.shards()
                .forEach(
                        asked ->
                                fences.computeIfAbsent(asked.shard(), shard -> new TreeSet<>())
                                        .add(owner));
    }

    /**
     * A ring has ended, with a last gathering.
     *
     * @param whole owners that may be read again
     * @param debtsPaidBefore if all owners were equal
     */
    void ended(
            ShardId shard, Gathering last, Set<NodeId> whole, Optional<Instant> debtsPaidBefore) {
        for (NodeId owner : last.live()) {
            tell(owner, List.of(shard), whole.contains(owner), debtsPaidBefore);
        }
        liftElsewhere(shard, Set.copyOf(last.live()));
    }

    /** All owners of some shards were equal and whole at once: a message an owner. */
    void allWhole(Map<ShardId, Gathering> equal, Optional<Instant> debtsPaidBefore) {
        SortedMap<NodeId, List<ShardId>> byOwner = new TreeMap<>();
        equal.forEach(
                (shard, gathering) ->
                        gathering
                                .live()
                                .forEach(
                                        owner ->
                                                byOwner.computeIfAbsent(
                                                                owner, id -> new ArrayList<>())
                                                        .add(shard)));
        byOwner.forEach((owner, shards) -> tell(owner, shards, true, debtsPaidBefore));
        equal.keySet().forEach(fences::remove);
    }

    /** The shard's repair is over, and no gathering has anything to tell. */
    void lift(ShardId shard) {
        liftElsewhere(shard, Set.of());
    }

    private void liftElsewhere(ShardId shard, Set<NodeId> told) {
        Set<NodeId> fenced = fences.remove(shard);
        if (fenced != null) {
            fenced.stream()
                    .filter(owner -> !told.contains(owner))
                    .forEach(owner -> tell(owner, List.of(shard), false, Optional.empty()));
        }
    }

    /** The job goes on no more, at least for now. */
    void liftAll() {
        SortedMap<NodeId, List<ShardId>> byOwner = new TreeMap<>();
        fences.forEach(
                (shard, fenced) ->
                        fenced.forEach(
                                owner ->
                                        byOwner.computeIfAbsent(owner, id -> new ArrayList<>())
                                                .add(shard)));
        fences.clear();
        byOwner.forEach(
                (owner, shards) ->
                        tell(
                                owner,
                                shards.stream().sorted().collect(Collectors.toList()),
                                false,
                                Optional.empty()));
    }

    private void tell(
            NodeId owner, List<ShardId> shards, boolean whole, Optional<Instant> debtsPaidBefore) {
        RingEnded ended = new RingEnded(repairId, shards, whole, debtsPaidBefore);
        try {
            owners.ringEnded(owner, ended);
        } catch (OwnerUnavailableException e) {
            // It has what the ring brought it; the next repair tells it that it is whole.
            log.warn("node {} has not heard of the end of {}: {}", owner, ended, e.getMessage());
        }
    }
}
