package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.repair.compare.Sleeper;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks owners for their roots. An owner that does not answer is asked once more after a pause, for
 * it may just be starting. For one thread.
 */
final class RootGatherer {
    private static final Logger log = LoggerFactory.getLogger(RootGatherer.class);

    private final Owners owners;
    private final RingEnds ends;
    private final Sleeper sleeper;
    private final Duration pause;
    private long bytes;

    /**
     * @param ends hears of each fence that is set
     */
    RootGatherer(Owners owners, RingEnds ends, Sleeper sleeper, Duration pause, long bytesBefore) {
        this.owners = owners;
        this.ends = ends;
        this.sleeper = sleeper;
        this.pause = pause;
        this.bytes = bytesBefore;
    }

    /** Bytes of all messages so far, with those of earlier leaders. */
    long bytes() {
        return bytes;
    }

    /** Roots of several shards, a call an owner. */
    Map<ShardId, Gathering> gather(GatherOrder order) throws InterruptedException {
        SortedMap<NodeId, RootsQuestion> asked = order.questions();
        Map<NodeId, OwnerRoots> answers = ask(asked);
        if (answers.size() < asked.size()) {
            sleeper.sleep(pause);
            asked.keySet().removeAll(answers.keySet());
            answers.putAll(ask(asked));
        }
        Map<ShardId, Gathering> gathered = new LinkedHashMap<>();
        order.shards()
                .forEach(
                        (shard, ownerSet) -> {
                            Map<NodeId, OwnerRoot> roots = new HashMap<>();
                            for (NodeId owner : ownerSet.owners()) {
                                OwnerRoots answer = answers.get(owner);
                                if (answer != null && answer.byShard().containsKey(shard)) {
                                    roots.put(owner, answer.byShard().get(shard));
                                }
                            }
                            gathered.put(
                                    shard,
                                    new Gathering(
                                            ownerSet, order.at(), order.leftOut(shard), roots));
                        });
        return gathered;
    }

    private Map<NodeId, OwnerRoots> ask(Map<NodeId, RootsQuestion> asked) {
        Map<NodeId, OwnerRoots> answers = new HashMap<>();
        asked.forEach(
                (owner, question) -> {
                    try {
                        OwnerRoots answer = owners.roots(owner, question);
                        bytes += answer.messageBytes();
                        answers.put(owner, answer);
                    } catch (OwnerUnavailableException e) {
                        log.info(
                                "node {} does not answer for its roots: {}", owner, e.getMessage());
                    }
                    if (question.fenced()) {
                        ends.fenced(owner, question); // also if its answer was lost
                    }
                });
        return answers;
    }
}
