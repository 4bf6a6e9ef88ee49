package io.annealdb.data.repair;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a node exchanges with whom when it comes back while no meta node lives: each of its shards
 * once with one live owner. An exchange that fails is tried again with the next one, after a wait
 * that doubles. Knows neither clock nor network; for one thread.
 */
public final class ReunionPlan {
    static final Duration WAIT_FIRST = Duration.ofSeconds(5);
    static final Duration WAIT_MAX = Duration.ofMinutes(5);

    /** A shard, and the owner to exchange it with. */
    public record Exchange(ShardId shard, NodeId partner) {}

    /** What became of a shard so far; {@code due} is when it may be tried again. */
    private record Tried(int attempts, boolean done, Instant due) {
        static final Tried NEVER = new Tried(0, false, Instant.EPOCH);
    }

    private final Map<ShardId, Tried> tried = new HashMap<>();

    /**
     * @param partners of each shard that this node owns with others: those that live, in order
     * @return empty if nothing is to be done now
     */
    public Optional<Exchange> next(SortedMap<ShardId, List<NodeId>> partners, Instant now) {
        return partners.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty() && isDue(entry.getKey(), now))
                .min(Comparator.comparing(entry -> of(entry.getKey()).attempts()))
                .map(entry -> exchange(entry.getKey(), entry.getValue()));
    }

    private Exchange exchange(ShardId shard, List<NodeId> living) {
        return new Exchange(shard, living.get(of(shard).attempts() % living.size()));
    }

    private boolean isDue(ShardId shard, Instant now) {
        return !of(shard).done() && !now.isBefore(of(shard).due());
    }

    private Tried of(ShardId shard) {
        return tried.getOrDefault(shard, Tried.NEVER);
    }

    public void succeeded(Exchange exchange) {
        tried.put(
                exchange.shard(),
                new Tried(of(exchange.shard()).attempts() + 1, true, Instant.EPOCH));
    }

    public void failed(Exchange exchange, Instant now) {
        int attempts = of(exchange.shard()).attempts() + 1;
        Duration wait = WAIT_FIRST.multipliedBy(1L << Math.min(attempts - 1, 10));
        tried.put(
                exchange.shard(),
                new Tried(
                        attempts, false, now.plus(wait.compareTo(WAIT_MAX) < 0 ? wait : WAIT_MAX)));
    }
}
