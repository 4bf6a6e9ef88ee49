package io.annealdb.meta.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.annealdb.image.ClusterImage;
import io.annealdb.proto.CreateDatabase;
import io.annealdb.proto.HeartbeatRequest;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.NodeLivenessProto;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ImageFollowerTest {
    private final InMemoryMeta meta = new InMemoryMeta();
    private final ManualScheduler scheduler = new ManualScheduler();
    private final List<ClusterImage> seen = new ArrayList<>();
    private final ImageFollower follower = new ImageFollower(meta, scheduler, 0, seen::add);

    @BeforeEach
    void quiet() {
        ((Logger) LoggerFactory.getLogger(ImageFollower.class)).setLevel(Level.OFF);
    }

    private void create(String name) throws MetaUnavailableException {
        MetaCommand command =
                MetaCommand.newBuilder()
                        .setCreateDatabase(CreateDatabase.newBuilder().setName(name))
                        .build();
        assertThat(meta.execute(command).getError()).isEmpty();
    }

    @Test
    void eachNewImageIsHandedOnOnce() throws Exception {
        create("a");
        follower.start();
        create("b");
        create("b");
        follower.heard(meta.image(true));
        assertThat(seen).hasSize(2);
        assertThat(seen.get(1).database("b")).isPresent();
    }

    @Test
    void anImageHeardElsewhereCountsAndAnOlderOneDoesNot() throws Exception {
        create("a");
        ClusterImage old = meta.image(true);
        create("b");
        follower.heard(meta.image(true));
        follower.heard(old);
        follower.start();
        assertThat(seen).hasSize(1);
    }

    @Test
    void aLostStreamIsTakenUpAgainAfterAGrowingWait() throws Exception {
        follower.start();
        meta.setReachable(false);
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            waits.add(scheduler.waiting.get(0).delay());
            scheduler.runNext();
        }
        assertThat(waits.stream().map(Duration::toMillis).toList())
                .containsExactly(100L, 200L, 400L, 800L, 1600L, 2000L, 2000L);
        meta.setReachable(true);
        create("a");
        scheduler.runNext();
        assertThat(seen).hasSize(1);
        meta.setReachable(false);
        assertThat(scheduler.waiting.get(0).delay()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void afterCloseNothingIsHeard() throws Exception {
        follower.start();
        follower.close();
        create("a");
        meta.setReachable(false);
        assertThat(seen).isEmpty();
        assertThat(scheduler.waiting).isEmpty();
    }

    @Test
    void theServiceInMemoryCanBeCutOff() throws Exception {
        meta.setLiveness(List.of(NodeLivenessProto.newBuilder().setNodeId(1).build()));
        assertThat(meta.heartbeat(HeartbeatRequest.getDefaultInstance()).getNodesList()).hasSize(1);
        meta.setReachable(false);
        assertThatThrownBy(() -> create("a"))
                .isInstanceOf(MetaUnavailableException.class)
                .hasMessageContaining("Start a meta node");
        assertThatThrownBy(meta::status).isInstanceOf(MetaUnavailableException.class);
    }
}
