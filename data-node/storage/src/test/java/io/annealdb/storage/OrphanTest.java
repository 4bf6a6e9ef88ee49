package io.annealdb.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.ShardId;
import io.annealdb.storage.testing.Fixture;
import io.annealdb.storage.testing.TestEngine;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A shard that this node does not own any more is kept, and used for nothing. */
class OrphanTest {
    private static final ShardId ID = TestEngine.SPEC.id();

    @Test
    void aShardSetAsideIsNeverReadAndKeepsItsFilesAlsoIfTheNodeOwnsItAgain() throws IOException {
        Fixture fixture = new Fixture(1);
        fixture.store(60);
        fixture.shard.flush();
        fixture.store(20);
        long bytes = fixture.shard.bytes();
        fixture.engine.setAside(ID);
        assertThat(fixture.engine.shard(ID)).isEmpty();
        assertThat(fixture.engine.orphans()).containsOnlyKeys(ID);
        assertThat(fixture.engine.orphans().get(ID)).isGreaterThanOrEqualTo(bytes);
        fixture.crash(); // opens the shard anew, as an owner does
        assertThat(fixture.shard.health()).isEqualTo(ShardHealth.WHOLE);
        assertThat(fixture.shard.rowCount()).isZero();
        fixture.store(5);
        fixture.engine.setAside(ID);
        assertThat(fixture.disk.files())
                .anyMatch(path -> path.startsWith("orphans/7.1/data/"))
                .anyMatch(path -> path.startsWith("orphans/7.2/wal/"));
        fixture.engine.drop(ID);
        assertThat(fixture.engine.orphans()).isEmpty();
        assertThat(fixture.disk.files()).noneMatch(path -> path.startsWith("orphans/"));
    }

    @Test
    void settingAsideMayBeCutShortAnywhere() throws IOException {
        boolean finished = false;
        for (long step = 1; !finished; step++) {
            Fixture fixture = new Fixture(step);
            fixture.store(60);
            fixture.disk.crashAfter(step);
            try {
                fixture.engine.setAside(ID);
            } catch (IOException e) {
                assertThat(fixture.disk.isOff()).isTrue();
            }
            finished = !fixture.disk.isOff();
            fixture.scheduler.forget();
            fixture.disk.crash();
            LocalEngine engine = TestEngine.open(fixture.disk, fixture.options, fixture.scheduler);
            engine.setAside(ID); // as the node's next look at the image does
            assertThat(engine.shards()).isEmpty();
            assertThat(engine.orphans().getOrDefault(ID, 0L)).isPositive();
            engine.close();
        }
    }
}
