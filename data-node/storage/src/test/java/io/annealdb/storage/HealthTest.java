package io.annealdb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.points.Delete;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.ShardId;
import io.annealdb.points.Stamp;
import io.annealdb.storage.testing.Fixture;
import io.annealdb.storage.testing.ShardReads;
import io.annealdb.storage.testing.TestEngine;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is gone or broken is said, kept in mind, set aside; and the node lives. */
class HealthTest {
    private static void readAll(Shard shard) throws IOException {
        try (ShardView view = shard.view()) {
            ShardReads.versions(view);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "wal", "both"})
    void aShardWhoseFolderIsGoneStaysMissingUntilItIsMarkedWhole(String gone) throws IOException {
        Fixture fixture = new Fixture(1);
        fixture.store(50);
        fixture.restart();
        fixture.engine.close();
        if (!gone.equals("wal")) {
            fixture.disk.remove(fixture.dataFolder());
        }
        if (!gone.equals("data")) {
            fixture.disk.remove(fixture.logFolder());
        }
        fixture.open();
        assertThat(fixture.shard.health()).isEqualTo(ShardHealth.MISSING);
        assertThat(fixture.shard.trouble()).contains("gone");
        fixture.store(20);
        fixture.shard.flush();
        assertThat(fixture.shard.health()).isEqualTo(ShardHealth.MISSING);
        fixture.restart();
        assertThat(fixture.shard.health()).isEqualTo(ShardHealth.MISSING);
        fixture.shard.markWhole();
        fixture.crash();
        assertThat(fixture.shard.health()).isEqualTo(ShardHealth.WHOLE);
        assertThat(fixture.shard.trouble()).isEmpty();
    }

    @Test
    void whatIsLeftOfAShardWithoutItsLogIsStillRead() throws IOException {
        Fixture fixture = new Fixture(2);
        fixture.store(50);
        fixture.restart();
        fixture.engine.close();
        fixture.disk.remove(fixture.logFolder());
        fixture.open();
        assertThat(fixture.shard.health()).isEqualTo(ShardHealth.MISSING);
        fixture.assertHolds();
    }

    @Test
    void anEmptiedFolderIsMissingToo() throws IOException {
        Fixture fixture = new Fixture(2);
        fixture.store(50);
        fixture.restart();
        fixture.engine.close();
        fixture.segments().forEach(path -> removed(fixture, path));
        fixture.open();
        assertThat(fixture.shard.health()).isEqualTo(ShardHealth.MISSING);
    }

    private static void removed(Fixture fixture, String path) {
        try {
            fixture.disk.remove(path);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aShardThatTheNodeOwnsButDoesNotHaveIsMissing() throws IOException {
        Fixture fixture = new Fixture(3);
        Shard other = fixture.engine.openAsMissing(TestEngine.spec(9));
        assertThat(other.health()).isEqualTo(ShardHealth.MISSING);
        fixture.crash();
        assertThat(fixture.engine.openOrCreate(TestEngine.spec(9)).health())
                .isEqualTo(ShardHealth.MISSING);
        assertThat(fixture.shard.health()).isEqualTo(ShardHealth.WHOLE);
    }

    @Test
    void aBlockWithAFlippedBitIsNeverAnsweredAndItsFileIsSetAside() throws IOException {
        for (int round = 0; round < 40; round++) {
            Fixture fixture = new Fixture(round);
            fixture.store(60);
            fixture.shard.flush();
            fixture.store(60);
            fixture.shard.flush();
            fixture.scheduler.forget();
            String path = fixture.blockFiles().get(round % 2);
            fixture.disk.flipBit(path, 8L * 6 + fixture.random.nextInt(8 * 40));
            assertThatThrownBy(() -> readAll(fixture.shard)).isInstanceOf(DamagedException.class);
            assertThat(fixture.shard.health()).isEqualTo(ShardHealth.DAMAGED);
            fixture.scheduler.runAll();
            readAll(fixture.shard);
            assertThat(fixture.blockFiles()).doesNotContain(path);
            assertThat(fixture.setAside()).hasSize(1);
            fixture.shard.digest();
            fixture.store(5);
            fixture.restart();
            assertThat(fixture.shard.health()).isEqualTo(ShardHealth.DAMAGED);
            fixture.shard.markWhole();
            assertThat(fixture.shard.health()).isEqualTo(ShardHealth.WHOLE);
        }
    }

    @Test
    void aFileThatIsCutOrGoneOrHasABadFooterIsFoundOnOpening() throws IOException {
        for (int kind = 0; kind < 3; kind++) {
            Fixture fixture = new Fixture(kind);
            fixture.store(60);
            fixture.restart();
            fixture.engine.close();
            String path = fixture.blockFiles().get(0);
            long size = fixture.disk.sizeOf(path);
            switch (kind) {
                case 0 -> fixture.disk.cut(path, size / 2);
                case 1 -> fixture.disk.remove(path);
                default -> fixture.disk.flipBit(path, 8 * (size - 60));
            }
            fixture.open();
            assertThat(fixture.shard.health()).isEqualTo(ShardHealth.DAMAGED);
            assertThat(fixture.shard.trouble()).contains(path);
            assertThat(fixture.setAside()).hasSize(kind == 1 ? 0 : 1);
            fixture.store(10);
            fixture.restart();
            assertThat(fixture.shard.health()).isEqualTo(ShardHealth.DAMAGED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"block", "manifest", "deletes", "log", "series.log"})
    void whatALaterVersionWroteIsNotServedAndNotTouched(String kind) throws IOException {
        Fixture fixture = new Fixture(1);
        fixture.store(60);
        fixture.shard.flush();
        fixture.store(60);
        fixture.disk.crash();
        String path =
                switch (kind) {
                    case "block" -> fixture.blockFiles().get(0);
                    case "log" -> fixture.segments().get(0);
                    case "series.log" -> "series/nab/series.log";
                    default -> fixture.dataFolder() + "/" + kind;
                };
        byte[] bytes = fixture.disk.contentOf(path);
        fixture.disk.put(path, ofVersion33(bytes, kind));
        Map<String, Integer> before = contents(fixture, path);
        LocalEngine engine = TestEngine.open(fixture.disk, fixture.options, fixture.scheduler);
        assertThat(engine.shard(TestEngine.SPEC.id())).isEmpty();
        assertThat(engine.unopened().get(TestEngine.SPEC))
                .contains(path)
                .contains("format version 33")
                .contains("Start the newer AnnealDB");
        assertThatThrownBy(() -> engine.openOrCreate(TestEngine.SPEC))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("33");
        engine.openOrCreate(new ShardSpec(new ShardId(8), "other", "autogen", TestEngine.GRID));
        engine.close();
        assertThat(contents(fixture, path)).isEqualTo(before);
        fixture.disk.put(path, bytes);
        fixture.open();
        assertThat(fixture.shard.trouble()).isEmpty();
        fixture.assertHolds();
    }

    private static byte[] ofVersion33(byte[] bytes, String kind) {
        byte[] newer = bytes.clone();
        if (kind.equals("block")) {
            newer[newer.length - 2] = 33;
            return newer;
        }
        newer[4] = 33;
        int end = kind.equals("manifest") ? newer.length - 4 : 13;
        CRC32C crc = new CRC32C();
        crc.update(newer, 0, end);
        for (int i = 0; i < 4; i++) {
            newer[end + i] = (byte) (crc.getValue() >>> 8 * i);
        }
        return newer;
    }

    /** The shard's own files, and the one in question. */
    private static Map<String, Integer> contents(Fixture fixture, String path) {
        return fixture.disk.files().stream()
                .filter(file -> file.matches("(data|wal)/nab/.*") || file.equals(path))
                .collect(
                        Collectors.toMap(
                                file -> file,
                                file -> Arrays.hashCode(fixture.disk.contentOf(file))));
    }

    @Test
    void aBrokenManifestIsSetAsideAndTheFilesAreTakenAsTheyAre() throws IOException {
        Fixture fixture = new Fixture(5);
        fixture.store(60);
        fixture.restart();
        fixture.store(30);
        fixture.restart();
        fixture.engine.close();
        fixture.disk.flipBit(fixture.dataFolder() + "/manifest", 50);
        fixture.open();
        assertThat(fixture.shard.health()).isEqualTo(ShardHealth.DAMAGED);
        fixture.assertHolds();
        fixture.restart();
        fixture.assertHolds();
    }

    @Test
    void brokenDeletesAreSaidAndTheRestIsKept() throws IOException {
        Fixture fixture = new Fixture(6);
        fixture.store(60);
        for (int i = 0; i < 3; i++) {
            fixture.shard.store(fixture.rows.delete(fixture.rows.nextStamp()));
        }
        fixture.engine.close();
        fixture.disk.flipBit(fixture.dataFolder() + "/deletes", 8 * 40);
        fixture.open();
        assertThat(fixture.shard.health()).isEqualTo(ShardHealth.DAMAGED);
        assertThat(fixture.shard.deletes()).hasSize(2);
        fixture.crash();
        assertThat(fixture.shard.deletes()).hasSize(2);
        assertThat(fixture.setAside()).hasSize(1);
    }

    /** What counted as applied to a file counts anew once a delete before it is lost. */
    @Test
    void aDeleteStillHidesAfterAnotherIsLostFromTheLog() throws IOException {
        Fixture fixture = new Fixture(14);
        Delete lost = new Delete(new Stamp(5, 1, 1), new SeriesPredicate.Every(), 0, 9);
        Delete later = new Delete(new Stamp(5_000, 1, 1), new SeriesPredicate.Every(), 0, 639);
        fixture.shard.store(lost);
        fixture.shard.store(fixture.rows.mixed(60));
        fixture.shard.flush();
        fixture.shard.store(later);
        fixture.disk.flipBit(fixture.dataFolder() + "/deletes", 8 * 40);
        fixture.crash();
        assertThat(fixture.shard.deletes()).containsExactly(later);
        assertThat(fixture.shard.digest().total().values()).isZero();
    }

    @Test
    void aTornTailIsCut() throws IOException {
        Fixture fixture = new Fixture(7);
        fixture.store(30);
        fixture.engine.keepForNewShards("nab", fixture.rows.delete(fixture.rows.nextStamp()));
        fixture.disk.crash();
        String segment = fixture.segments().get(0);
        byte[] whole = fixture.disk.contentOf(segment);
        byte[] torn = java.util.Arrays.copyOf(whole, whole.length + 300);
        java.util.Arrays.fill(torn, whole.length, whole.length + 20, (byte) 0xAB);
        fixture.disk.put(segment, torn);
        fixture.open();
        assertThat(fixture.shard.health()).isEqualTo(ShardHealth.WHOLE);
        fixture.assertHolds();
        assertThat(fixture.disk.sizeOf(segment)).isEqualTo(whole.length);
    }

    @Test
    void aBadRecordWithWholeOnesBehindItIsDamageAndTheRestIsKept() throws IOException {
        Fixture fixture = new Fixture(8);
        var lost = fixture.rows.mixed(10);
        fixture.shard.store(lost);
        fixture.store(30);
        fixture.store(30);
        fixture.disk.crash();
        String segment = fixture.segments().get(0);
        fixture.disk.flipBit(segment, 8 * 60);
        fixture.open();
        assertThat(fixture.shard.health()).isEqualTo(ShardHealth.DAMAGED);
        assertThat(fixture.shard.trouble()).contains(segment);
        fixture.assertHolds();
        fixture.shard.flush();
        assertThat(fixture.setAside()).hasSize(1);
        fixture.restart();
        fixture.assertHolds();
    }

    @Test
    void aSegmentThatIsGoneOrCutBetweenOthersIsDamage() throws IOException {
        for (boolean cut : List.of(true, false)) {
            Fixture fixture = new Fixture(9);
            for (int i = 0; i < 3; i++) {
                fixture.store(30);
                fixture.crash();
            }
            fixture.disk.crash();
            String middle = fixture.segments().get(1);
            if (cut) {
                fixture.disk.cut(middle, fixture.disk.sizeOf(middle) / 2);
            } else {
                fixture.disk.remove(middle);
            }
            fixture.open();
            assertThat(fixture.shard.health()).isEqualTo(ShardHealth.DAMAGED);
        }
    }

    @Test
    void oneBrokenShardDoesNotKeepTheOthersFromOpening() throws IOException {
        Fixture fixture = new Fixture(10);
        Shard other = fixture.engine.openOrCreate(TestEngine.spec(8));
        other.store(fixture.rows.mixed(20));
        var root = other.root();
        fixture.store(60);
        fixture.restart();
        fixture.engine.close();
        fixture.disk.put(fixture.blockFiles().get(0), new byte[100]);
        fixture.disk.put(fixture.dataFolder() + "/manifest", new byte[3]);
        fixture.disk.put(fixture.dataFolder() + "/deletes", new byte[40]);
        fixture.disk.put(fixture.segments().get(0), new byte[50]);
        fixture.open();
        assertThat(fixture.shard.health()).isEqualTo(ShardHealth.DAMAGED);
        assertThat(fixture.engine.shard(other.spec().id()).orElseThrow().root()).isEqualTo(root);
    }

    @Test
    void aBrokenSeriesLogLosesNothing() throws IOException {
        Fixture fixture = new Fixture(11);
        fixture.store(60);
        fixture.restart();
        fixture.store(60);
        fixture.engine.close();
        fixture.disk.flipBit("series/nab/series.log", 8 * 30);
        fixture.open();
        assertThat(fixture.shard.health()).isEqualTo(ShardHealth.WHOLE);
        fixture.assertHolds();
        fixture.restart();
        fixture.assertHolds();
    }

    @Test
    void aFolderWithoutItsListOfShardsTakesANewIdAndItsShardsAreNotTakenForWhole()
            throws IOException {
        Fixture fixture = new Fixture(12);
        fixture.store(60);
        fixture.engine.close();
        UUID before = fixture.engine.folderId();
        fixture.disk.put("shards.log", new byte[64]);
        fixture.open();
        assertThat(fixture.engine.folderId()).isNotEqualTo(before);
        assertThat(fixture.shard.health()).isEqualTo(ShardHealth.MISSING);
        fixture.assertHolds();
    }

    @Test
    void theIdOfAFolderStays() throws IOException {
        Fixture fixture = new Fixture(13);
        UUID id = fixture.engine.folderId();
        fixture.crash();
        assertThat(fixture.engine.folderId()).isEqualTo(id);
        fixture.restart();
        assertThat(fixture.engine.folderId()).isEqualTo(id);
    }

    @Test
    void aFullDiskAtStartKeepsNoWholeShardFromBeingRead() throws IOException {
        Fixture fixture = new Fixture(14);
        fixture.store(2_000);
        fixture.restart(); // all series are noted on disk
        fixture.store(60);
        fixture.disk.crash();
        fixture.disk.fillUpAfter(0);
        fixture.open();
        assertThat(fixture.shard.health()).isEqualTo(ShardHealth.WHOLE);
        fixture.assertHolds();
        Rows refused = fixture.rows.mixed(10);
        assertThatThrownBy(() -> fixture.shard.store(refused)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> fixture.shard.flush()).isInstanceOf(IOException.class);
        fixture.assertHolds();
        fixture.disk.fillUpAfter(Long.MAX_VALUE);
        fixture.store(refused);
        fixture.shard.flush();
        fixture.assertHolds();
        fixture.crash();
        fixture.assertHolds();
    }

    @Test
    void aLostShardIsNotOpenedAsLongAsItsLossCannotBeNoted() throws IOException {
        Fixture fixture = new Fixture(15);
        fixture.store(60);
        fixture.restart();
        fixture.engine.close();
        fixture.disk.remove(fixture.dataFolder());
        fixture.disk.remove(fixture.logFolder());
        fixture.disk.fillUpAfter(0);
        LocalEngine engine = TestEngine.open(fixture.disk, fixture.options, fixture.scheduler);
        assertThat(engine.unopened()).containsKey(TestEngine.SPEC);
        assertThat(engine.shards()).isEmpty();
        fixture.disk.fillUpAfter(Long.MAX_VALUE);
        fixture.crash();
        assertThat(fixture.shard.health()).isEqualTo(ShardHealth.MISSING);
    }

    @Test
    void damageIsNotedBeforeAnythingIsChangedSoThatACrashDoesNotHideIt() throws IOException {
        for (String kind : List.of("folder", "block", "manifest", "deletes", "log")) {
            boolean finished = false;
            for (long step = 1; !finished; step++) {
                Fixture fixture = new Fixture(16);
                fixture.shard.store(fixture.rows.delete(fixture.rows.nextStamp()));
                fixture.store(60);
                fixture.shard.flush();
                fixture.store(60);
                fixture.store(60);
                fixture.disk.crash();
                spoil(fixture, kind);
                fixture.disk.crashAfter(step);
                try {
                    TestEngine.open(fixture.disk, fixture.options, fixture.scheduler);
                } catch (IOException e) {
                    assertThat(fixture.disk.isOff()).isTrue();
                }
                finished = !fixture.disk.isOff();
                fixture.crash();
                assertThat(fixture.shard.health())
                        .as(kind + ", power lost in step " + step)
                        .isEqualTo(
                                kind.equals("folder") ? ShardHealth.MISSING : ShardHealth.DAMAGED);
            }
        }
    }

    private static void spoil(Fixture fixture, String kind) throws IOException {
        switch (kind) {
            case "folder" -> {
                fixture.disk.remove(fixture.dataFolder());
                fixture.disk.remove(fixture.logFolder());
            }
            case "block" -> fixture.disk.cut(fixture.blockFiles().get(0), 100);
            case "log" -> fixture.disk.flipBit(fixture.segments().get(0), 8 * 60);
            case "deletes" -> fixture.disk.put(fixture.dataFolder() + "/deletes", new byte[30]);
            default -> fixture.disk.put(fixture.dataFolder() + "/" + kind, new byte[30]);
        }
    }
}
