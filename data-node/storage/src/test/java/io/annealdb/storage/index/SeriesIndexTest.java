package io.annealdb.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.storage.StorageMetrics;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.disk.FileDirectory;
import io.annealdb.storage.disk.SimulatedDirectory;
import io.annealdb.storage.testing.StepScheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys keep their numbers, however small the table and whatever becomes of the map. */
class SeriesIndexTest {
    private static final int TINY_TABLE_BYTES = 400;

    private final MetricRegistry registry = new MetricRegistry();
    private final StorageMetrics metrics = new StorageMetrics(registry);
    private final StepScheduler scheduler = new StepScheduler();

    private static SeriesKey key(int number) {
        return SeriesKey.of("m" + number % 7, Map.of("host", "h" + number, "dc", "d" + number % 3));
    }

    private SeriesIndex open(Directory disk) throws IOException {
        return SeriesIndex.open(disk, "series/db", TINY_TABLE_BYTES, metrics);
    }

    private SeriesMapKeeper keeper(Directory disk, SeriesIndex index) {
        return new SeriesMapKeeper(disk, "series/db", index, scheduler, metrics);
    }

    private static void assertNumbered(SeriesIndex index, int count) {
        for (int number = 0; number < count; number++) {
            assertThat(index.find(key(number))).isEqualTo(number);
            assertThat(index.key(number)).isEqualTo(key(number));
        }
        assertThat(index.find(key(count))).isEqualTo(-1);
    }

    private static void number(SeriesIndex index, int from, int to) {
        for (int number = from; number < to; number++) {
            assertThat(index.idOf(key(number))).isEqualTo(number);
        }
    }

    @Test
    void numbersOutliveACleanStopAndACrash() throws IOException {
        SimulatedDirectory disk = new SimulatedDirectory(new Random(1));
        SeriesIndex index = open(disk);
        number(index, 0, 500);
        index.close();
        index = open(disk);
        assertNumbered(index, 500);
        number(index, 500, 600);
        disk.crash();
        index = open(disk);
        int kept = index.size();
        assertThat(kept).isBetween(500, 600);
        assertNumbered(index, kept);
    }

    @Test
    void whatTheTableDoesNotHoldIsLookedUpInTheMap(@TempDir Path folder) throws IOException {
        Directory disk = new FileDirectory(folder);
        SeriesIndex index = open(disk);
        number(index, 0, 300);
        assertThat(index.overflowing()).isEqualTo(300);
        SeriesMapKeeper keeper = keeper(disk, index);
        keeper.openBehindTable();
        assertThat(index.overflowing()).isZero();
        long before = metrics.seriesMapLookups.getCount();
        assertNumbered(index, 300);
        assertThat(metrics.seriesMapLookups.getCount()).isGreaterThan(before + 250);
        assertThat(metrics.seriesTableMisses.getCount()).isGreaterThan(250);
        keeper.close();
        index.close();
    }

    @Test
    void aCleanlyClosedMapIsUsedAgainAndAnyOtherIsFilledAnew(@TempDir Path folder)
            throws IOException {
        Directory disk = new FileDirectory(folder);
        SeriesIndex index = open(disk);
        number(index, 0, 50);
        SeriesMapKeeper keeper = keeper(disk, index);
        keeper.openBehindTable();
        number(index, 50, 80);
        keeper.close();
        index.close();
        assertThat(metrics.seriesMapRebuilds.getCount()).isEqualTo(1);

        index = open(disk);
        keeper = keeper(disk, index);
        keeper.openBehindTable();
        assertThat(metrics.seriesMapRebuilds.getCount()).isEqualTo(1);
        assertNumbered(index, 80);
        // No close of the keeper: an unclean stop.
        index.takeMap().close();
        index.close();

        index = open(disk);
        keeper = keeper(disk, index);
        keeper.openBehindTable();
        assertThat(metrics.seriesMapRebuilds.getCount()).isEqualTo(2);
        assertNumbered(index, 80);
        keeper.close();
        index.close();
    }

    private static List<Path> maps(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("series/db"))) {
            List<Path> maps = files.filter(path -> path.toString().endsWith(".map")).toList();
            assertThat(maps).hasSize(1);
            return maps;
        }
    }

    @Test
    void deletingOrSpoilingTheMapChangesNoAnswer(@TempDir Path folder) throws IOException {
        Directory disk = new FileDirectory(folder);
        for (int round = 0; round < 3; round++) {
            SeriesIndex index = open(disk);
            SeriesMapKeeper keeper = keeper(disk, index);
            keeper.openBehindTable();
            number(index, 40 * round, 40 * round + 40);
            assertNumbered(index, 40 * round + 40);
            keeper.close();
            index.close();
            Path map = maps(folder).get(0);
            if (round == 0) {
                Files.delete(map);
            } else {
                Files.write(map, new byte[] {1, 2, 3});
            }
        }
    }

    @Test
    void aFullMapGivesWayToALargerOne(@TempDir Path folder) throws IOException {
        Directory disk = new FileDirectory(folder);
        SeriesIndex index = open(disk);
        SeriesMapKeeper keeper = keeper(disk, index);
        keeper.openBehindTable();
        number(index, 0, 9_000);
        assertThat(index.overflowing()).isPositive();
        assertNumbered(index, 9_000);
        scheduler.runAll();
        assertThat(index.overflowing()).isZero();
        assertNumbered(index, 9_000);
        keeper.close();
        index.close();
    }

    @Test
    void theTableIsBounded() {
        KeyTable table = new KeyTable(TINY_TABLE_BYTES);
        int held = 0;
        for (int number = 0; number < 1_000; number++) {
            table.put(key(number).bytes(), number);
            assertThat(table.get(key(number).bytes())).isEqualTo(number);
        }
        for (int number = 0; number < 1_000; number++) {
            int found = table.get(key(number).bytes());
            assertThat(found).isIn(-1, number);
            held += found < 0 ? 0 : 1;
        }
        assertThat(held).isBetween(1, TINY_TABLE_BYTES / 40);
        KeyTable none = new KeyTable(0);
        none.put(key(1).bytes(), 1);
        assertThat(none.get(key(1).bytes())).isEqualTo(-1);
    }

    @Test
    void postingsSelectExactlyWhatMatches() {
        Postings postings = new Postings();
        List<SeriesKey> keys = new ArrayList<>();
        for (int number = 0; number < 60; number++) {
            SeriesKey key =
                    SeriesKey.of(
                            "m" + number % 4,
                            Map.of(
                                    "host",
                                    number % 5 == 0 ? "" : "h" + number % 9,
                                    "n",
                                    "" + number));
            keys.add(key);
            postings.add(key, number);
        }
        Random random = new Random(1);
        for (int round = 0; round < 400; round++) {
            SeriesPredicate predicate = predicate(random, 3);
            for (int number = 0; number < keys.size(); number++) {
                assertThat(postings.select(predicate, keys::indexOf).contains(number))
                        .as(predicate + " on " + keys.get(number))
                        .isEqualTo(predicate.matches(keys.get(number)));
            }
        }
    }

    private static SeriesPredicate predicate(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 9)) {
            case 0 -> new SeriesPredicate.Every();
            case 1 -> new SeriesPredicate.MeasurementIs("m" + random.nextInt(5));
            case 2 -> new SeriesPredicate.MeasurementMatches(Pattern.compile("m[0-2]"));
            case 3 -> new SeriesPredicate.TagIs("host", random.nextBoolean() ? "" : "h3");
            case 4 ->
                    new SeriesPredicate.TagMatches(
                            "host", Pattern.compile(random.nextBoolean() ? "^$|h1" : "[2-4]"));
            case 5 -> new SeriesPredicate.TagIs("nothing", random.nextBoolean() ? "" : "x");
            case 6 -> new SeriesPredicate.Not(predicate(random, depth - 1));
            case 7 ->
                    new SeriesPredicate.All(
                            List.of(predicate(random, depth - 1), predicate(random, depth - 1)));
            default ->
                    new SeriesPredicate.Any(
                            List.of(predicate(random, depth - 1), predicate(random, depth - 1)));
        };
    }
}
