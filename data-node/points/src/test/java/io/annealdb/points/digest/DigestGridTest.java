package io.annealdb.points.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.RandomRows;
import io.annealdb.points.Rows;
import io.annealdb.points.TimeRange;
import io.annealdb.points.codec.MalformedException;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class DigestGridTest {
    private static final GridGeometry GEOMETRY =
            new GridGeometry(new TimeRange(0, 604_800_000_000_000L), new HashKey(1, 2));

    private static DigestGrid grid(int seed, int cells) {
        Random random = new Random(seed);
        DigestGrid grid = new DigestGrid();
        for (int i = 0; i < cells; i++) {
            grid.add(
                    random.nextInt(64),
                    random.nextInt(64),
                    random.nextLong(),
                    random.nextLong(),
                    random.nextLong(),
                    random.nextInt(1000));
        }
        return grid;
    }

    @Test
    void whatIsWrittenIsReadBack() {
        for (int cells : new int[] {0, 1, 5, 300, 20_000}) {
            DigestGrid grid = grid(cells, cells);
            byte[] bytes = grid.encode();
            DigestGrid back = DigestGrid.decode(bytes, 0, bytes.length);
            for (int window = 0; window < 64; window++) {
                for (int bucket = 0; bucket < 64; bucket++) {
                    assertThat(back.cell(window, bucket)).isEqualTo(grid.cell(window, bucket));
                }
            }
            assertThat(back.encode()).isEqualTo(bytes);
        }
    }

    @Test
    void aGridIsAsLongAsItsCellsAreMany() {
        assertThat(new DigestGrid().encode()).hasSize(9);
        assertThat(grid(1, 1).encode().length).isLessThanOrEqualTo(9 + 8 + 24 + 10);
        DigestGrid gone = grid(1, 1);
        for (int window = 0; window < 64; window++) {
            for (int bucket = 0; bucket < 64; bucket++) {
                gone.set(window, bucket, CellDigest.EMPTY);
            }
        }
        assertThat(gone.encode()).isEqualTo(new DigestGrid().encode());
    }

    @Test
    void cutOrDamagedBytesAreMalformedOrAnotherGrid() {
        byte[] bytes = grid(4, 6).encode();
        for (int to = 0; to < bytes.length; to++) {
            int end = to;
            Assertions.assertThatThrownBy(() -> DigestGrid.decode(bytes, 0, end))
                    .isInstanceOf(MalformedException.class);
        }
        Random random = new Random(1);
        for (int round = 0; round < 5_000; round++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(bytes.length)] = (byte) random.nextInt();
            try {
                DigestGrid.decode(damaged, 0, damaged.length);
            } catch (MalformedException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void rowsAndColumnsOfCellsAddUpToTheTotal() {
        DigestGrid grid = grid(3, 500);
        CellDigest byWindow = CellDigest.EMPTY;
        CellDigest byBucket = CellDigest.EMPTY;
        for (int i = 0; i < 64; i++) {
            byWindow = byWindow.plus(grid.windowSum(i));
            byBucket = byBucket.plus(grid.bucketSum(i));
        }
        assertThat(byWindow).isEqualTo(grid.total()).isEqualTo(byBucket);
    }

    @Test
    void theSumDoesNotDependOnOrderOrOnHowRowsAreSplit() {
        Rows rows = new RandomRows(new Random(2)).next(500);
        DigestGrid whole = new DigestGrid();
        new RowDigester(GEOMETRY).addAll(whole, rows);
        DigestGrid parts = new DigestGrid();
        RowDigester digester = new RowDigester(GEOMETRY);
        Rows odd = rows.where(row -> row % 2 == 1);
        Rows even = rows.where(row -> row % 2 == 0);
        for (int row = odd.size() - 1; row >= 0; row--) {
            digester.add(parts, odd, row);
        }
        DigestGrid other = new DigestGrid();
        digester.addAll(other, even);
        parts.add(other);
        assertThat(parts.encode()).isEqualTo(whole.encode());
        assertThat(whole.total().values()).isEqualTo(rows.valueCount());
    }

    @Test
    void aRowGoesToItsCellAndAboveTheWatermarkOnlyIntoTheVersionSum() {
        Rows rows = new RandomRows(new Random(7)).next(200);
        RowDigester digester = new RowDigester(GEOMETRY);
        for (int row = 0; row < rows.size(); row++) {
            CellDigest digest = digester.digest(rows, row);
            DigestGrid open = new DigestGrid();
            digester.add(open, rows, row);
            int window = GEOMETRY.window(rows.time(row));
            int bucket = digester.bucket(rows, row);
            assertThat(open.cell(window, bucket)).isEqualTo(digest).isEqualTo(open.total());
            DigestGrid settled = new DigestGrid();
            digester.add(settled, rows, row, false);
            assertThat(settled.total())
                    .isEqualTo(new CellDigest(digest.low(), digest.high(), 0, digest.values()));
        }
    }

    @Test
    void digestsAndRootsAreReadBack() {
        CellDigest cell = new CellDigest(1, -2, 3, 4);
        assertThat(cell.encode()).hasSize(CellDigest.BYTES);
        assertThat(CellDigest.decode(cell.encode(), 0, CellDigest.BYTES)).isEqualTo(cell);
        ShardRoot root = new ShardRoot(cell, -9);
        assertThat(root.encode()).hasSize(ShardRoot.BYTES);
        assertThat(ShardRoot.decode(root.encode(), 0, ShardRoot.BYTES)).isEqualTo(root);
        Assertions.assertThatThrownBy(() -> ShardRoot.decode(root.encode(), 0, 39))
                .isInstanceOf(MalformedException.class);
        assertThat(root.hex()).hasSize(32).isNotEqualTo(ShardRoot.EMPTY.hex());
    }

    @Test
    void windowsCoverAllOfTimeOnceAndInOrder() {
        for (long length : new long[] {1, 63, 64, 65, 3_600_000_000_000L, 604_800_000_000_000L}) {
            GridGeometry geometry =
                    new GridGeometry(new TimeRange(1_000, 1_000 + length), new HashKey(0, 0));
            assertThat(geometry.windowStart(0)).isEqualTo(Long.MIN_VALUE);
            assertThat(geometry.windowLast(63)).isEqualTo(Long.MAX_VALUE);
            for (int window = 0; window < 64; window++) {
                long first = geometry.windowStart(window);
                long last = geometry.windowLast(window);
                assertThat(geometry.window(first)).isEqualTo(window);
                assertThat(geometry.window(last)).isEqualTo(window);
                if (window > 0) {
                    assertThat(first).isEqualTo(geometry.windowLast(window - 1) + 1);
                }
            }
        }
    }
}
