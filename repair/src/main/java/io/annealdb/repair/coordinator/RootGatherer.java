package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.repair.compare.Sleeper;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks owners for their roots. An owner that does not answer is asked once more after a pause, for
 * it may just be starting. For one thread.
 */
final class RootGatherer {
    private static final Logger log = LoggerFactory.getLogger(RootGatherer.class);

    private final Owners owners;
    private final Sleeper sleeper;
    private final Duration pause;
    private long bytes;

    RootGatherer(Owners owners, Sleeper sleeper, Duration pause, long bytesBefore) {
        this.owners = owners;
        this.sleeper = sleeper;
        this.pause = pause;
        this.bytes = bytesBefore;
    }

    /** Bytes of all messages so far, with those of earlier leaders. */
    long bytes() {
        return bytes;
    }

    Gathering gather(ShardId shard, OwnerSet ownerSet) throws InterruptedException {
        return gather(Map.of(shard, ownerSet)).get(shard);
    }

    /** Roots of several shards, a call an owner. */
    Map<ShardId, Gathering> gather(Map<ShardId, OwnerSet> shards) throws InterruptedException {
        SortedMap<NodeId, List<ShardId>> asked = new TreeMap<>();
        shards.forEach(
                (shard, ownerSet) ->
                        ownerSet.owners()
                                .forEach(
                                        owner ->
                                                asked.merge(
                                                        owner, List.of(shard), this::together)));
        Map<NodeId, OwnerRoots> answers = ask(asked);
        if (answers.size() < asked.size()) {
            sleeper.sleep(pause);
            asked.keySet().removeAll(answers.keySet());
            answers.putAll(ask(asked));
        }
        Map<ShardId, Gathering> gathered = new LinkedHashMap<>();
        shards.forEach(
                (shard, ownerSet) -> {
                    Map<NodeId, OwnerRoot> roots = new HashMap<>();
                    for (NodeId owner : ownerSet.owners()) {
                        OwnerRoots answer = answers.get(owner);
                        if (answer != null && answer.byShard().containsKey(shard)) {
                            roots.put(owner, answer.byShard().get(shard));
                        }
                    }
                    gathered.put(shard, new Gathering(ownerSet, roots));
                });
        return gathered;
    }

    private List<ShardId> together(Collection<ShardId> some, Collection<ShardId> more) {
        return java.util.stream.Stream.concat(some.stream(), more.stream()).sorted().toList();
    }

    private Map<NodeId, OwnerRoots> ask(Map<NodeId, List<ShardId>> asked) {
        Map<NodeId, OwnerRoots> answers = new HashMap<>();
        asked.forEach(
                (owner, shards) -> {
                    try {
                        OwnerRoots answer = owners.roots(owner, shards);
                        bytes += answer.messageBytes();
                        answers.put(owner, answer);
                    } catch (OwnerUnavailableException e) {
                        log.info(
                                "node {} does not answer for its roots: {}", owner, e.getMessage());
                    }
                });
        return answers;
    }
}
