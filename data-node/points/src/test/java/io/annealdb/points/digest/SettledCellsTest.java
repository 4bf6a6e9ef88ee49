package io.annealdb.points.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.points.codec.MalformedException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SettledCellsTest {
    private static CellSet someCells(Random random) {
        CellSet.Builder cells = CellSet.builder();
        for (int i = random.nextInt(4); i > 0; i--) {
            int window = random.nextInt(64);
            cells.addWindows(window, window + random.nextInt(64 - window));
        }
        for (int i = random.nextInt(50); i > 0; i--) {
            cells.add(random.nextInt(64), random.nextInt(64));
        }
        return cells.build();
    }

    private static SettledCells random(Random random, long[] model) {
        SettledCells settled = SettledCells.NONE;
        for (int i = random.nextInt(6); i > 0; i--) {
            long hlc = random.nextInt(5) == 0 ? -1L - random.nextInt(9) : 1 + random.nextInt(20);
            CellSet open = someCells(random);
            settled = settled.adopt(hlc, open);
            for (int cell = 0; cell < model.length; cell++) {
                if (!open.contains(cell / 64, cell % 64)
                        && Long.compareUnsigned(hlc, model[cell]) > 0) {
                    model[cell] = hlc;
                }
            }
        }
        return settled;
    }

    @Test
    void eachCellKeepsTheHighestThatItAdoptedWhileItWasClosed() {
        Random random = new Random(1);
        for (int round = 0; round < 100; round++) {
            long[] a = new long[4096];
            long[] b = new long[4096];
            SettledCells first = random(random, a);
            SettledCells second = random(random, b);
            SettledCells higher = first.max(second);
            boolean behind = false;
            long highest = 0;
            for (int cell = 0; cell < 4096; cell++) {
                assertThat(first.at(cell / 64, cell % 64)).isEqualTo(a[cell]);
                boolean lower = Long.compareUnsigned(a[cell], b[cell]) < 0;
                assertThat(higher.at(cell / 64, cell % 64)).isEqualTo(lower ? b[cell] : a[cell]);
                behind |= lower;
                highest = Long.compareUnsigned(a[cell], highest) > 0 ? a[cell] : highest;
            }
            assertThat(first.behind(second)).isEqualTo(behind);
            assertThat(first.highest()).isEqualTo(highest);
            CellSet asked = someCells(random);
            long hlc = random.nextInt(20);
            boolean reaches = true;
            for (int cell = 0; cell < 4096; cell++) {
                reaches &=
                        !asked.contains(cell / 64, cell % 64)
                                || Long.compareUnsigned(a[cell], hlc) >= 0;
            }
            assertThat(first.reach(hlc, asked)).isEqualTo(reaches);
        }
    }

    @Test
    void whatIsWrittenIsReadBackAndItsHashTellsItFromOthers() {
        Random random = new Random(2);
        SettledCells before = SettledCells.NONE;
        for (int round = 0; round < 100; round++) {
            SettledCells settled = random(random, new long[4096]);
            byte[] bytes = settled.encode();
            SettledCells back = SettledCells.decode(bytes, 0, bytes.length);
            assertThat(back).isEqualTo(settled);
            assertThat(back.hash()).isEqualTo(settled.hash());
            assertThat(before.hash() == settled.hash()).isEqualTo(before.equals(settled));
            before = settled;
        }
    }

    @Test
    void theOrderInWhichCertificatesComeDoesNotMatter() {
        CellSet open = CellSet.builder().addWindows(3, 9).build();
        SettledCells lateLast = SettledCells.allAt(5).adopt(9, open);
        SettledCells lateFirst = SettledCells.NONE.adopt(9, open).adopt(5, CellSet.NONE);
        assertThat(lateFirst).isEqualTo(lateLast);
        assertThat(lateFirst.hash()).isEqualTo(lateLast.hash());
    }

    @Test
    void nothingSettledIsOneByteAndAWholeShardTen() {
        assertThat(SettledCells.NONE.encode()).containsExactly(0);
        assertThat(SettledCells.allAt(0x0102L).encode())
                .isEqualTo(HexFormat.of().parseHex("01" + "0201000000000000" + "01"));
    }

    @Test
    void brokenBytesAreRefused() {
        byte[] twice =
                HexFormat.of()
                        .parseHex("02" + "0200000000000000" + "01" + "0100000000000000" + "01");
        assertThatThrownBy(() -> SettledCells.decode(twice, 0, twice.length))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> SettledCells.decode(twice, 0, 9))
                .isInstanceOf(MalformedException.class);
    }
}
