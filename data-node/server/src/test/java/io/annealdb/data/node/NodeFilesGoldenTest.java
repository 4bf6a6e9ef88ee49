package io.annealdb.data.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.storage.DamagedException;
import io.annealdb.storage.disk.SimulatedDirectory;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bytes of docs/format/node-files.md: files of older nodes must stay readable. */
class NodeFilesGoldenTest {
    private static final String RECORD = "414e4e520106646174612d3203632d3102ac0257c71d07";
    private static final String BOUND = "414e434201efcdab89674523013fc20db1";
    private static final NodeRecord DATA_2 = new NodeRecord("data-2", "c-1", 2, 300);

    private final SimulatedDirectory disk = new SimulatedDirectory(new Random(1));

    private String hex(String path) {
        return HexFormat.of().formatHex(disk.contentOf(path));
    }

    @Test
    void theRecordIsWrittenAndReadAsItAlwaysWas() throws Exception {
        DATA_2.write(disk);
        assertThat(hex(NodeRecord.FILE)).isEqualTo(RECORD);
        disk.put(NodeRecord.FILE, HexFormat.of().parseHex(RECORD));
        assertThat(NodeRecord.read(disk)).contains(DATA_2);
    }

    @Test
    void theClocksBoundIsWrittenAndReadAsItAlwaysWas() {
        KeptClockBound bound = new KeptClockBound(disk);
        bound.persist(0x0123456789ABCDEFL);
        assertThat(hex(KeptClockBound.FILE)).isEqualTo(BOUND);
        disk.put(KeptClockBound.FILE, HexFormat.of().parseHex(BOUND));
        assertThat(bound.load()).isEqualTo(0x0123456789ABCDEFL);
    }

    @Test
    void aDamagedBoundStopsTheStart() {
        KeptClockBound bound = new KeptClockBound(disk);
        bound.persist(5);
        disk.flipBit(KeptClockBound.FILE, 50);
        assertThatThrownBy(bound::load).isInstanceOf(DamagedException.class);
    }

    @Test
    void aStartWithoutMetaHasAnIncarnationThatMetaNeverGives() {
        assertThat(DATA_2.incarnationWithoutMeta()).isNegative();
        assertThat(DATA_2.startedAgain().incarnationWithoutMeta())
                .isNotEqualTo(DATA_2.incarnationWithoutMeta());
    }
}
