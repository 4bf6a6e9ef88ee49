package io.annealdb.storage.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.annealdb.points.Delete;
import io.annealdb.storage.EngineOptions;
import io.annealdb.storage.Shard;
import io.annealdb.storage.ShardHealth;
import io.annealdb.storage.testing.Fixture;
import io.annealdb.storage.testing.TestEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What rots on disk is found by the pass, and nothing else is. */
class ScrubberTest {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration LONG_ENOUGH = Duration.ofHours(1);

    private final TimedScheduler time = new TimedScheduler();
    private MetricRegistry metrics;

    private Scrubber start(Fixture fixture, long bytesPerSecond) throws IOException {
        metrics = new MetricRegistry();
        Scrubber scrubber =
                new Scrubber(
                        new ScrubOptions(true, WEEK, bytesPerSecond),
                        fixture.engine::shards,
                        fixture.disk,
                        time,
                        time,
                        metrics);
        scrubber.start();
        return scrubber;
    }

    private long count(String name) {
        return metrics.counter("scrub." + name).getCount();
    }

    private Object passAge() {
        return metrics.getGauges().get("scrub.pass.age").getValue();
    }

    private static Fixture withFiles(long seed, int files) throws IOException {
        Fixture fixture = new Fixture(seed, EngineOptions.small().withRowsPerBlock(20));
        for (int i = 0; i < files; i++) {
            fixture.store(200);
            fixture.shard.flush();
        }
        fixture.scheduler.forget();
        return fixture;
    }

    private static long bytesOfFiles(Fixture fixture) {
        return fixture.blockFiles().stream().mapToLong(fixture.disk::sizeOf).sum();
    }

    @Test
    void aPassReadsEveryByteOnceAndFindsNothingWhereNothingIsWrong() throws IOException {
        Fixture fixture = withFiles(1, 3);
        fixture.store(10);
        long before = fixture.shard.blocksRead();
        start(fixture, 1 << 20);
        time.pass(LONG_ENOUGH);
        assertThat(count("bytes"))
                .isEqualTo(
                        bytesOfFiles(fixture)
                                + fixture.disk.sizeOf(fixture.segments().get(0))
                                + fixture.disk.sizeOf(fixture.dataFolder() + "/deletes"));
        assertThat(count("blocks")).isGreaterThan(30);
        assertThat(count("damaged")).isZero();
        assertThat(fixture.shard.health()).isEqualTo(ShardHealth.WHOLE);
        assertThat(fixture.shard.blocksRead()).isEqualTo(before);
        fixture.assertHolds();
    }

    @Test
    void aFlippedBitAnywhereInAFileIsFoundAndTheFileIsSetAside() throws IOException {
        for (int round = 0; round < 30; round++) {
            Fixture fixture = withFiles(round, 3);
            String rotten = fixture.blockFiles().get(round % 3);
            long bits = 8 * fixture.disk.sizeOf(rotten);
            fixture.disk.flipBit(rotten, round < 6 ? 8L * round : fixture.random.nextLong(bits));
            start(fixture, 1 << 20);
            time.pass(LONG_ENOUGH);
            assertThat(fixture.shard.health()).isEqualTo(ShardHealth.DAMAGED);
            assertThat(fixture.shard.trouble()).contains(rotten);
            assertThat(count("damaged")).isEqualTo(1);
            fixture.scheduler.runAll();
            assertThat(fixture.setAside()).hasSize(1);
            assertThat(fixture.blockFiles()).hasSize(2);
        }
    }

    @Test
    void aFileThatWasCutOrReplacedUnderTheNodeIsFound() throws IOException {
        for (boolean cut : List.of(true, false)) {
            Fixture fixture = withFiles(7, 2);
            String first = fixture.blockFiles().get(0);
            if (cut) {
                fixture.disk.cut(first, fixture.disk.sizeOf(first) / 2);
            } else {
                fixture.disk.overwrite(first, fixture.disk.contentOf(fixture.blockFiles().get(1)));
            }
            start(fixture, 1 << 20);
            time.pass(LONG_ENOUGH);
            assertThat(fixture.shard.health()).isEqualTo(ShardHealth.DAMAGED);
        }
    }

    @Test
    void aPassReadsNoFasterThanItsRate() throws IOException {
        Fixture fixture = withFiles(2, 4);
        long rate = bytesOfFiles(fixture) / 20;
        start(fixture, rate);
        long stepMax = new ScrubPace(rate).stepBytes() + fixture.disk.sizeOf(biggest(fixture));
        for (int second = 0; second < 20; second++) {
            assertThat(count("bytes")).isLessThanOrEqualTo(rate * second + stepMax);
            time.pass(Duration.ofSeconds(1));
        }
        time.pass(LONG_ENOUGH);
        assertThat(count("bytes")).isGreaterThanOrEqualTo(bytesOfFiles(fixture));
    }

    private static String biggest(Fixture fixture) {
        return fixture.blockFiles().stream()
                .max((a, b) -> Long.compare(fixture.disk.sizeOf(a), fixture.disk.sizeOf(b)))
                .orElseThrow();
    }

    @Test
    void aPassGoesOnWhereARestartFoundIt() throws IOException {
        Fixture fixture = withFiles(3, 6);
        Shard other = fixture.engine.openOrCreate(TestEngine.spec(8));
        for (int i = 0; i < 6; i++) {
            other.store(fixture.rows.mixed(20_000));
            other.flush();
        }
        long all =
                fixture.disk.files().stream()
                        .filter(path -> path.endsWith(".block"))
                        .mapToLong(fixture.disk::sizeOf)
                        .sum();
        long rate = all / 60;
        Scrubber scrubber = start(fixture, rate);
        time.pass(Duration.ofSeconds(40));
        long read = count("bytes");
        scrubber.close();
        start(fixture, rate);
        time.pass(LONG_ENOUGH);
        assertThat(read).isBetween(all / 3, all);
        assertThat(read + count("bytes")).isBetween(all, all + all / 6);
        assertThat((Long) passAge()).isPositive();
    }

    @Test
    void theNextPassWaitsForItsTimeAlsoAfterARestart() throws IOException {
        Fixture fixture = withFiles(4, 1);
        Scrubber scrubber = start(fixture, 1 << 20);
        time.pass(Duration.ofDays(6));
        long once = count("bytes");
        assertThat(passAge()).isEqualTo(Duration.ofDays(6).toSeconds());
        scrubber.close();
        start(fixture, 1 << 20);
        time.pass(Duration.ofHours(23));
        assertThat(count("bytes")).isZero();
        time.pass(Duration.ofHours(2));
        assertThat(count("bytes")).isEqualTo(once);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void whatMemoryKnowsIsMendedWithoutLoss(int rotten) throws IOException {
        EngineOptions smallSegments =
                new EngineOptions(
                        4 << 20, 1_000, 20, 1 << 20, false, 8, Duration.ZERO, Duration.ZERO);
        Fixture fixture = new Fixture(5, smallSegments);
        Delete delete = fixture.rows.delete(fixture.rows.nextStamp());
        fixture.shard.store(delete);
        fixture.model.store(delete);
        fixture.store(100); // more than a segment
        fixture.store(100);
        fixture.scheduler.forget();
        assertThat(fixture.segments()).hasSize(2);
        String path =
                switch (rotten) {
                    case 0 -> fixture.segments().get(0);
                    case 1 -> fixture.segments().get(1);
                    case 2 -> fixture.dataFolder() + "/deletes";
                    default -> fixture.dataFolder() + "/manifest";
                };
        fixture.disk.flipBit(path, 8 * (rotten == 3 ? 6 : 25));
        start(fixture, 1 << 20);
        time.pass(LONG_ENOUGH);
        assertThat(count("damaged")).isEqualTo(1);
        assertThat(fixture.shard.trouble()).isEmpty();
        fixture.crash();
        assertThat(fixture.shard.trouble()).isEmpty();
        fixture.assertHolds();
    }

    @Test
    void aScrubThatIsSwitchedOffReadsNothing() throws IOException {
        Fixture fixture = withFiles(6, 1);
        metrics = new MetricRegistry();
        new Scrubber(
                        new ScrubOptions(false, WEEK, 0),
                        fixture.engine::shards,
                        fixture.disk,
                        time,
                        time,
                        metrics)
                .start();
        time.pass(WEEK.multipliedBy(3));
        assertThat(count("bytes")).isZero();
    }
}
