package io.annealdb.points.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.points.Delete;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.Stamp;
import io.annealdb.points.TimeRange;
import io.annealdb.points.codec.MalformedException;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CellSetTest {
    private static final GridGeometry GRID =
            new GridGeometry(new TimeRange(0, 640), new HashKey(3, 5));

    private static CellSet of(BitSet cells) {
        CellSet.Builder built = CellSet.builder();
        cells.stream().forEach(cell -> built.add(cell / 64, cell % 64));
        return built.build();
    }

    /** Dense and sparse ones, with windows that are whole. */
    private static BitSet random(Random random) {
        BitSet cells = new BitSet();
        for (int i = random.nextInt(40); i > 0; i--) {
            int from = random.nextInt(4096);
            cells.set(from, Math.min(4096, from + 1 + random.nextInt(200)));
        }
        return cells;
    }

    @Test
    void setsAddUpSubtractAndContainAsSetsDo() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            BitSet a = random(random);
            BitSet b = random(random);
            BitSet both = (BitSet) a.clone();
            both.or(b);
            BitSet without = (BitSet) a.clone();
            without.andNot(b);
            assertThat(of(a).plus(of(b))).isEqualTo(of(both));
            assertThat(of(a).minus(of(b))).isEqualTo(of(without));
            assertThat(of(a).size()).isEqualTo(a.cardinality());
            assertThat(of(b).containsAll(of(a))).isEqualTo(without.isEmpty());
            assertThat(of(both).containsAll(of(a))).isTrue();
            int cell = random.nextInt(4096);
            assertThat(of(a).contains(cell / 64, cell % 64)).isEqualTo(a.get(cell));
        }
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Random random = new Random(2);
        for (int round = 0; round < 200; round++) {
            CellSet cells = of(random(random));
            byte[] bytes = cells.encode();
            assertThat(bytes.length).isLessThanOrEqualTo(529);
            assertThat(CellSet.decode(bytes, 0, bytes.length)).isEqualTo(cells);
        }
    }

    @Test
    void noCellAndAllTakeAByteAndWindowsTakeFew() {
        assertThat(CellSet.NONE.encode()).containsExactly(0);
        assertThat(CellSet.ALL.encode()).containsExactly(1);
        assertThat(CellSet.builder().addWindows(0, 1).addBucket(0, 2, 2).build().encode())
                .isEqualTo(
                        HexFormat.of()
                                .parseHex(
                                        "02"
                                                + "0300000000000000"
                                                + "0400000000000000"
                                                + "0100000000000000"));
    }

    @Test
    void brokenBytesAreRefused() {
        for (String bytes : new String[] {"", "03", "02", "0000", "02" + "ff".repeat(16)}) {
            byte[] broken = HexFormat.of().parseHex(bytes);
            assertThatThrownBy(() -> CellSet.decode(broken, 0, broken.length))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void aDeleteTouchesTheWindowsOfItsTimeAndOneBucketIfItNamesItsSeries() {
        Stamp stamp = new Stamp(1, 1, 1);
        Delete every = new Delete(stamp, new SeriesPredicate.Every(), 15, 39);
        assertThat(GRID.cellsOf(every)).isEqualTo(CellSet.builder().addWindows(1, 3).build());
        SeriesKey key = SeriesKey.ofCanonical("cpu,host=a");
        Delete one = new Delete(stamp, new SeriesPredicate.SeriesIs(key), 15, Long.MAX_VALUE);
        int bucket = GridGeometry.bucket(new ItemHash(GRID.key()).series(key));
        assertThat(GRID.cellsOf(one)).isEqualTo(CellSet.builder().addBucket(bucket, 1, 63).build());
    }

    @Test
    void aGridKnowsWhichCellsHoldAnything() {
        DigestGrid grid = new DigestGrid();
        grid.add(3, 9, 1, 2, 3, 1);
        grid.add(3, 10, 4, 5, 6, 1);
        CellSet first = CellSet.builder().add(3, 9).build();
        assertThat(grid.cells()).isEqualTo(first.plus(CellSet.builder().add(3, 10).build()));
        assertThat(grid.totalWithout(first)).isEqualTo(grid.cell(3, 10));
        assertThat(grid.totalWithout(CellSet.NONE)).isEqualTo(grid.total());
    }
}
