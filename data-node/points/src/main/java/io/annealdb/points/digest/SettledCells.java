package io.annealdb.points.digest;

import static io.annealdb.points.digest.GridGeometry.BUCKETS;
import static io.annealdb.points.digest.GridGeometry.WINDOWS;

import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;
import java.util.List;
import java.util.TreeMap;

/**
 * For each cell of a shard the highest R that an owner has adopted from a certificate in which that
 * cell was closed; 0 if it never did. R is a clock value, compared unsigned; it only rises, and
 * damage takes all cells back to {@link #NONE}. docs/decisions/0005-settling.md.
 */
public final class SettledCells {
    public static final SettledCells NONE = new SettledCells(List.of());

    /** The cells that have settled at one R. */
    private record Level(long hlc, CellSet cells) {}

    /** Highest first; no cell in two of them; none is empty or stands at 0. */
    private final List<Level> levels;

    private SettledCells(List<Level> levels) {
        this.levels = levels;
    }

    /** All cells at one R. */
    public static SettledCells allAt(long hlc) {
        return NONE.adopt(hlc, CellSet.NONE);
    }

    /** R of a cell; 0 if it never settled. */
    public long at(int window, int bucket) {
        for (Level level : levels) {
            if (level.cells.contains(window, bucket)) {
                return level.hlc;
            }
        }
        return 0;
    }

    /** The highest R of any cell. */
    public long highest() {
        return levels.isEmpty() ? 0 : levels.get(0).hlc;
    }

    /** Whether each of these cells has settled at that clock value or a later one. */
    public boolean reach(long hlc, CellSet cells) {
        if (hlc == 0) {
            return true;
        }
        CellSet left = cells;
        for (Level level : levels) {
            if (Long.compareUnsigned(level.hlc, hlc) < 0) {
                break;
            }
            left = left.minus(level.cells);
        }
        return left.isEmpty();
    }

    /** These with R raised to at least {@code hlc} in all cells that are not open. */
    public SettledCells adopt(long hlc, CellSet open) {
        CellSet closed = CellSet.ALL.minus(open);
        if (reach(hlc, closed)) {
            return this;
        }
        return max(new SettledCells(List.of(new Level(hlc, closed))));
    }

    /** The higher R of the two in each cell. */
    public SettledCells max(SettledCells other) {
        long[] cells = toArray();
        long[] others = other.toArray();
        for (int i = 0; i < cells.length; i++) {
            if (Long.compareUnsigned(others[i], cells[i]) > 0) {
                cells[i] = others[i];
            }
        }
        return of(cells);
    }

    /** Whether some cell stands lower than the other's. */
    public boolean behind(SettledCells other) {
        return other.levels.stream().anyMatch(level -> !reach(level.hlc, level.cells));
    }

    private long[] toArray() {
        long[] cells = new long[WINDOWS * BUCKETS];
        for (Level level : levels) {
            for (int i = 0; i < cells.length; i++) {
                if (level.cells.contains(i / BUCKETS, i % BUCKETS)) {
                    cells[i] = level.hlc;
                }
            }
        }
        return cells;
    }

    private static SettledCells of(long[] cells) {
        TreeMap<Long, CellSet.Builder> byHeight =
                new TreeMap<>((a, b) -> Long.compareUnsigned(b, a));
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] != 0) {
                byHeight.computeIfAbsent(cells[i], hlc -> CellSet.builder())
                        .add(i / BUCKETS, i % BUCKETS);
            }
        }
        return new SettledCells(
                byHeight.entrySet().stream()
                        .map(entry -> new Level(entry.getKey(), entry.getValue().build()))
                        .toList());
    }

    /**
     * Equal for equal settled cells, and for others with a chance of 2^-64; 0 for {@link #NONE}.
     */
    public long hash() {
        long hash = 0;
        for (Level level : levels) {
            hash = level.cells.hash(ItemHash.mix(hash ^ ItemHash.mix(level.hlc)));
        }
        return hash;
    }

    /** Few pairs of R and cells, highest first. Equal ones give equal bytes. */
    public byte[] encode() {
        ByteWriter out = new ByteWriter(32);
        write(out);
        return out.toBytes();
    }

    public void write(ByteWriter out) {
        out.writeUnsigned(levels.size());
        for (Level level : levels) {
            out.writeLong(level.hlc);
            level.cells.write(out);
        }
    }

    /**
     * @throws MalformedException if bytes {@code [from, to)} are not exactly one such map
     */
    public static SettledCells decode(byte[] bytes, int from, int to) {
        ByteReader in = new ByteReader(bytes, from, to);
        SettledCells settled = read(in);
        in.end();
        return settled;
    }

    public static SettledCells read(ByteReader in) {
        int count = in.readCount(WINDOWS * BUCKETS, "settled clock values");
        long[] cells = new long[WINDOWS * BUCKETS];
        for (int i = 0; i < count; i++) {
            long hlc = in.readLong();
            CellSet of = CellSet.read(in);
            for (int cell = 0; cell < cells.length; cell++) {
                if (of.contains(cell / BUCKETS, cell % BUCKETS)) {
                    if (cells[cell] != 0) {
                        throw new MalformedException("a cell that has settled twice");
                    }
                    cells[cell] = hlc;
                }
            }
        }
        return of(cells);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SettledCells settled && settled.levels.equals(levels);
    }

    @Override
    public int hashCode() {
        return levels.hashCode();
    }

    @Override
    public String toString() {
        return levels.isEmpty() ? "nothing settled" : "settled " + levels;
    }
}
