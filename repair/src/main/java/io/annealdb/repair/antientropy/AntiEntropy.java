package io.annealdb.repair.antientropy;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.repair.coordinator.JournalUnavailableException;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.coordinator.OwnerRoots;
import io.annealdb.repair.coordinator.OwnerUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Background anti-entropy while one node leads: does what {@link AntiEntropyPlan} says, a step at a
 * time. For one thread; whoever leads next begins with a new one.
 */
public final class AntiEntropy {
    private static final Logger log = LoggerFactory.getLogger(AntiEntropy.class);

    /** What is only heard, debts and lost copies, is noticed so soon. */
    private static final Duration TICK = Duration.ofSeconds(1);

    private final ClusterWatch cluster;
    private final BackgroundJobs jobs;
    private final InstantSource clock;
    private final AntiEntropyCounts counts;
    private Map<ShardId, ShardMemory> memories = new HashMap<>();

    public AntiEntropy(
            ClusterWatch cluster,
            BackgroundJobs jobs,
            InstantSource clock,
            AntiEntropyCounts counts) {
        this.cluster = cluster;
        this.jobs = jobs;
        this.clock = clock;
        this.counts = counts;
    }

    /**
     * Goes one step.
     *
     * @return how long nothing else is to be done; at most a second
     * @throws JournalUnavailableException if this node leads no more
     */
    public Duration step() throws JournalUnavailableException {
        Instant now = clock.instant();
        AntiEntropySettings settings = cluster.settings(now);
        Map<ShardId, ShardFacts> facts = hear(now);
        List<AntiEntropyPlan.Known> known = promise(facts, settings, now);
        Step step = new AntiEntropyPlan(settings, now, known, cluster.jobs()).next();
        if (step instanceof Step.Look look) {
            look(look.shards().stream().map(facts::get).toList(), settings);
        } else if (step instanceof Step.Start start) {
            start(start, now);
        } else if (step instanceof Step.Stop stop) {
            jobs.stop(stop.reason());
        } else if (step instanceof Step.Rest rest) {
            Duration left = Duration.between(now, rest.until());
            return left.compareTo(TICK) < 0 ? left : TICK;
        }
        return Duration.ZERO;
    }

    /** The facts by shard; memories of shards that were dropped go. */
    private Map<ShardId, ShardFacts> hear(Instant now) {
        Map<ShardId, ShardFacts> facts = new LinkedHashMap<>();
        Map<ShardId, ShardMemory> kept = new HashMap<>();
        long differing = 0;
        Instant oldest = Instant.MAX;
        for (ShardFacts each : cluster.shards()) {
            ShardMemory memory =
                    memories.getOrDefault(each.shard(), ShardMemory.fresh(now)).heard(each, now);
            facts.put(each.shard(), each);
            kept.put(each.shard(), memory);
            differing += memory.suspicion().isPresent() ? 1 : 0;
            oldest = memory.checked().isBefore(oldest) ? memory.checked() : oldest;
        }
        memories = kept;
        counts.saw(differing, oldest);
        return facts;
    }

    /** Says until when those that are known to differ will be equal. */
    private List<AntiEntropyPlan.Known> promise(
            Map<ShardId, ShardFacts> facts, AntiEntropySettings settings, Instant now) {
        List<AntiEntropyPlan.Known> known =
                facts.values().stream()
                        .map(each -> new AntiEntropyPlan.Known(each, memories.get(each.shard())))
                        .toList();
        Backlog backlog = new Backlog(settings, now, known);
        Map<ShardId, Instant> promises = new TreeMap<>();
        for (AntiEntropyPlan.Known each : known) {
            Optional<Instant> equalBy = backlog.equalBy(each);
            ShardId shard = each.facts().shard();
            memories.put(shard, each.memory().promised(equalBy));
            if (!each.facts().busy()) {
                equalBy.ifPresent(latest -> promises.put(shard, latest));
            }
        }
        counts.promised(promises);
        return known;
    }

    private void look(List<ShardFacts> shards, AntiEntropySettings settings) {
        SortedMap<NodeId, List<ShardId>> asked = new TreeMap<>();
        for (ShardFacts each : shards) {
            each.living()
                    .forEach(
                            owner ->
                                    asked.computeIfAbsent(owner, o -> new ArrayList<>())
                                            .add(each.shard()));
        }
        Map<ShardId, Map<NodeId, OwnerRoot>> roots = new HashMap<>();
        asked.forEach((owner, of) -> ask(owner, of, roots));
        Instant now = clock.instant();
        for (ShardFacts each : shards) {
            Look look = look(now, roots.getOrDefault(each.shard(), Map.of()));
            remember(each, look, settings);
        }
    }

    private static Look look(Instant now, Map<NodeId, OwnerRoot> answers) {
        Map<NodeId, ShardRoot> roots = new HashMap<>();
        answers.forEach((owner, answer) -> roots.put(owner, answer.root()));
        return new Look(
                now, roots, answers.values().stream().mapToLong(OwnerRoot::bytes).max().orElse(0));
    }

    private void ask(
            NodeId owner, List<ShardId> shards, Map<ShardId, Map<NodeId, OwnerRoot>> roots) {
        try {
            OwnerRoots answer = cluster.roots(owner, shards);
            counts.called(answer.messageBytes());
            answer.byShard()
                    .forEach(
                            (shard, root) ->
                                    roots.computeIfAbsent(shard, s -> new HashMap<>())
                                            .put(owner, root));
        } catch (OwnerUnavailableException e) {
            log.debug("node {} does not answer for its roots", owner, e);
        }
    }

    private void remember(ShardFacts facts, Look look, AntiEntropySettings settings) {
        ShardMemory before = memories.get(facts.shard());
        ShardMemory after = before.after(look, facts, settings);
        memories.put(facts.shard(), after);
        counts.checked();
        if (after.standing() && !before.standing()) {
            counts.mismatched();
            log.info("the owners of shard {} differ: {}", facts.shard(), owners(look));
        }
        if (after.equalRoot().filter(facts::isCertified).isPresent()) {
            jobs.stands(facts.shard());
        }
    }

    private static String owners(Look look) {
        return look.roots().entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue().hex())
                .collect(Collectors.joining(", "));
    }

    private void start(Step.Start start, Instant now) throws JournalUnavailableException {
        boolean started = jobs.start(start.shards(), start.reason());
        for (ShardId shard : start.shards()) {
            // Also if it was refused: whoever has these shards now is given time to end.
            memories.computeIfPresent(
                    shard, (id, memory) -> memory.started(now, start.forCertificate()));
        }
        if (started) {
            counts.started();
            log.info("background repair started: {}", start.reason());
        }
    }
}
