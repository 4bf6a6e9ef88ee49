package io.annealdb.storage.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.storage.Fence;
import io.annealdb.storage.disk.SimulatedDirectory;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bytes of docs/format/manifest.md: files of older nodes must stay readable. */
class SmallFilesGoldenTest {
    private static final String MANIFEST_1 =
            "414e4d4601030201123030303030303030303030312e626c6f636be80704030201021c5286e0";
    private static final String MANIFEST_2 =
            "414e4d460203020501123030303030303030303030312e626c6f636be8070403020102419b9ba9";
    private static final String SETTLED =
            "414e53540101076a6f622d372f330807060504030201ac0201076a6f622d372f33080706050403020100"
                    + "0100000000000000020000000000000003000000000000000400000000000000"
                    + "0500000000000000"
                    + "012211000000000000020300000000000000040000000000000009000000000000"
                    + "00497d3cb8";
    private static final Manifest.Entry FILE =
            new Manifest.Entry("000000000001.block", 1000, 0x01020304, 2);

    private final SimulatedDirectory disk = new SimulatedDirectory(new Random(1));

    private void put(String name, String bytes) {
        disk.put("data/" + name, HexFormat.of().parseHex(bytes));
    }

    private String written(String name) {
        return HexFormat.of().formatHex(disk.contentOf("data/" + name));
    }

    @Test
    void theManifestIsWrittenAndReadAsItAlwaysWas() throws Exception {
        Manifest manifest = new Manifest(3, 2, 5, List.of(FILE));
        put(Manifest.NAME, MANIFEST_2);
        assertThat(Manifest.read(disk, "data")).isEqualTo(manifest);
        manifest.replace(disk, "data");
        assertThat(written(Manifest.NAME)).isEqualTo(MANIFEST_2);
    }

    @Test
    void aManifestOfVersion1NamesTheFirstLogOfDeletes() throws Exception {
        put(Manifest.NAME, MANIFEST_1);
        assertThat(Manifest.read(disk, "data")).isEqualTo(new Manifest(3, 2, 0, List.of(FILE)));
    }

    @Test
    void whatHasSettledIsWrittenAndReadAsItAlwaysWas() throws Exception {
        CellSet open =
                CellSet.ALL.minus(
                        CellSet.builder()
                                .addWindows(0, 1)
                                .addBucket(0, 2, 2)
                                .addBucket(3, 2, 2)
                                .build());
        SettlingState state =
                new SettlingState(
                        Optional.of(new Fence("job-7/3", 0x0102030405060708L, 300)),
                        List.of(
                                new SettlingState.Answer(
                                        "job-7/3",
                                        0x0102030405060708L,
                                        CellSet.NONE,
                                        new ShardRoot(new CellDigest(1, 2, 3, 4), 5))),
                        SettledCells.NONE.adopt(0x1122, open));
        put(SettlingState.NAME, SETTLED);
        assertThat(SettlingState.read(disk, "data")).isEqualTo(state);
        state.replace(disk, "data");
        assertThat(written(SettlingState.NAME)).isEqualTo(SETTLED);
    }
}
