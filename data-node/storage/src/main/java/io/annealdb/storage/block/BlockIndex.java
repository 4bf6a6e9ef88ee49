package io.annealdb.storage.block;

import io.annealdb.points.FieldType;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Shape;
import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.MalformedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * What of a footer is kept in memory: where the blocks of each series lie, in some 40 bytes a
 * block. Keys are not kept; the node's own number of a series stands for it.
 */
final class BlockIndex {
    final Shape[] shapes;

    /** Numbers of the series, ascending, and for each its place in the order of keys. */
    private final int[] sortedIds;

    private final int[] placeOfSorted;

    /** First block of each series in the order of keys; one more for the end. */
    private final int[] firstBlock;

    final int[] shapeOf;
    final long[] offset;
    final int[] length;
    final int[] rows;
    final long[] minTime;
    final long[] maxTime;

    BlockIndex(
            byte[] seriesSection,
            byte[] indexSection,
            long dataEnd,
            ToIntFunction<SeriesKey> idOf) {
        ByteReader in = new ByteReader(indexSection, 0, indexSection.length);
        shapes = readShapes(in);
        int blocks = in.readCount(in.remaining(), "blocks");
        shapeOf = new int[blocks];
        offset = new long[blocks];
        length = new int[blocks];
        rows = new int[blocks];
        minTime = new long[blocks];
        maxTime = new long[blocks];
        readBlocks(in, dataEnd);
        List<Integer> ids = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        forEachSeries(
                seriesSection,
                (key, blockCount) -> {
                    ids.add(idOf.applyAsInt(key));
                    counts.add(blockCount);
                });
        firstBlock = new int[ids.size() + 1];
        for (int place = 0; place < ids.size(); place++) {
            firstBlock[place + 1] = firstBlock[place] + counts.get(place);
        }
        if (firstBlock[ids.size()] != blocks) {
            throw new MalformedException("blocks of series do not add up");
        }
        long[] sorted = new long[ids.size()];
        for (int place = 0; place < sorted.length; place++) {
            sorted[place] = (long) ids.get(place) << 32 | place;
        }
        Arrays.sort(sorted);
        sortedIds = new int[sorted.length];
        placeOfSorted = new int[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            sortedIds[i] = (int) (sorted[i] >>> 32);
            placeOfSorted[i] = (int) sorted[i];
        }
    }

    interface SeriesVisitor {
        void series(SeriesKey key, int blocks);
    }

    static void forEachSeries(byte[] section, SeriesVisitor visitor) {
        SeriesCursor series = new SeriesCursor(section);
        while (series.next()) {
            visitor.series(series.key(), series.blocks());
        }
    }

    private static Shape[] readShapes(ByteReader in) {
        Shape[] shapes = new Shape[in.readCount(in.remaining(), "shapes")];
        for (int number = 0; number < shapes.length; number++) {
            int columns = in.readCount(in.remaining(), "fields of a shape");
            List<Shape.Column> list = new ArrayList<>();
            for (int column = 0; column < columns; column++) {
                list.add(new Shape.Column(in.readText(), FieldType.ofCode(in.readByte())));
            }
            shapes[number] = list.isEmpty() ? null : new Shape(list);
        }
        return shapes;
    }

    private void readBlocks(ByteReader in, long dataEnd) {
        long at = BlockFileWriter.HEADER_BYTES;
        long lastMinTime = 0;
        for (int block = 0; block < shapeOf.length; block++) {
            shapeOf[block] = in.readCount(shapes.length - 1L, "shapes");
            if (shapes[shapeOf[block]] == null) {
                throw new MalformedException("a block of no shape");
            }
            offset[block] = at;
            length[block] = in.readCount(Integer.MAX_VALUE - 64, "bytes of a block");
            at += length[block];
            rows[block] = in.readCount(1 << 24, "rows of a block");
            lastMinTime += in.readZigzag();
            minTime[block] = lastMinTime;
            maxTime[block] = lastMinTime + in.readUnsigned();
        }
        in.end();
        if (at != dataEnd) {
            throw new MalformedException("blocks end at " + at + ", footer begins at " + dataEnd);
        }
    }

    /** Fields of each measurement. */
    Map<String, Set<Shape.Column>> measurements(byte[] section) {
        ByteReader in = new ByteReader(section, 0, section.length);
        Map<String, Set<Shape.Column>> found = new HashMap<>();
        int count = in.readCount(in.remaining(), "measurements");
        for (int i = 0; i < count; i++) {
            Set<Shape.Column> fields =
                    found.computeIfAbsent(in.readText(), name -> new LinkedHashSet<>());
            int numbers = in.readCount(shapes.length, "shapes");
            for (int n = 0; n < numbers; n++) {
                Shape shape = shapes[in.readCount(shapes.length - 1L, "shapes")];
                if (shape != null) {
                    fields.addAll(shape.columns());
                }
            }
        }
        return found;
    }

    int[] ids() {
        return sortedIds;
    }

    /** First block of a series, -1 if the file has none of it. */
    int firstBlock(int id) {
        int found = Arrays.binarySearch(sortedIds, id);
        return found < 0 ? -1 : firstBlock[placeOfSorted[found]];
    }

    /** Behind the last block of a series that the file has. */
    int endBlock(int id) {
        return firstBlock[placeOfSorted[Arrays.binarySearch(sortedIds, id)] + 1];
    }
}
