package io.annealdb.data.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.data.repair.ReunionPlan.Exchange;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReunionPlanTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000);

    private final ReunionPlan plan = new ReunionPlan();
    private final SortedMap<ShardId, List<NodeId>> partners = new TreeMap<>();

    private void living(long shard, Integer... nodes) {
        partners.put(new ShardId(shard), Arrays.stream(nodes).map(NodeId::new).toList());
    }

    private Exchange next(Instant now) {
        return plan.next(partners, now).orElse(null);
    }

    private static Exchange exchange(long shard, int partner) {
        return new Exchange(new ShardId(shard), new NodeId(partner));
    }

    @Test
    void eachShardIsExchangedOnceWithOneLiveOwner() {
        living(1, 2, 3);
        living(2, 3);
        assertThat(next(NOW)).isEqualTo(exchange(1, 2));
        plan.succeeded(exchange(1, 2));
        assertThat(next(NOW)).isEqualTo(exchange(2, 3));
        plan.succeeded(exchange(2, 3));
        assertThat(next(NOW.plusSeconds(10_000))).isNull();
    }

    @Test
    void aShardWithoutALiveOwnerWaitsForOne() {
        living(1);
        assertThat(next(NOW)).isNull();
        living(1, 3);
        assertThat(next(NOW)).isEqualTo(exchange(1, 3));
    }

    @Test
    void afterAFailureOthersGoFirstAndTheNextOwnerIsTriedLater() {
        living(1, 2, 3);
        living(2, 3);
        plan.failed(exchange(1, 2), NOW);
        assertThat(next(NOW)).isEqualTo(exchange(2, 3));
        plan.succeeded(exchange(2, 3));
        assertThat(next(NOW.plusSeconds(4))).isNull();
        assertThat(next(NOW.plusSeconds(5))).isEqualTo(exchange(1, 3));
    }

    @Test
    void waitsDoubleUpToFiveMinutes() {
        living(1, 2);
        Instant now = NOW;
        for (long wait : List.of(5L, 10L, 20L, 40L, 80L, 160L, 300L, 300L)) {
            plan.failed(exchange(1, 2), now);
            assertThat(next(now.plusSeconds(wait - 1))).isNull();
            now = now.plusSeconds(wait);
            assertThat(next(now)).isNotNull();
        }
    }
}
