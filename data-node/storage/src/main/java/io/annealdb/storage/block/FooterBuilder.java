package io.annealdb.storage.block;

import io.annealdb.points.FieldType;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Shape;
import io.annealdb.points.Stamp;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.digest.DigestGrid;
import io.annealdb.storage.merge.StampTable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/** Gathers what the footer says of the blocks, in the order in which they are written. */
final class FooterBuilder {
    private final ByteWriter series = new ByteWriter(1 << 12);
    private final ByteWriter index = new ByteWriter(1 << 12);
    private final ByteWriter statistics = new ByteWriter(1 << 12);
    private final TreeMap<Integer, Shape> shapes = new TreeMap<>();
    private final Map<String, BitSet> shapesOfMeasurement = new TreeMap<>();
    private SeriesKey lastSeries;
    private int seriesCount;
    private int blocksOfSeries;
    private int blockCount;
    private long lastMinTime;
    private long rows;
    private long values;
    private long minTime = Long.MAX_VALUE;
    private long maxTime = Long.MIN_VALUE;

    /** Begins a series that has a block. */
    void series(SeriesKey key) {
        endSeries();
        byte[] bytes = key.bytes();
        int shared = 0;
        if (lastSeries != null) {
            int differs = Arrays.mismatch(lastSeries.bytes(), bytes);
            shared = differs < 0 ? bytes.length : differs;
        }
        series.writeUnsigned(shared);
        series.writeUnsigned(bytes.length - shared);
        series.writeBytes(bytes, shared, bytes.length);
        lastSeries = key;
        seriesCount++;
    }

    private void endSeries() {
        if (lastSeries != null) {
            series.writeUnsigned(blocksOfSeries);
        }
        blocksOfSeries = 0;
    }

    void block(SeriesKey key, ShapeBuffer block, int length) {
        shapes.put(block.shapeNumber, block.shape);
        shapesOfMeasurement
                .computeIfAbsent(key.measurement(), m -> new BitSet())
                .set(block.shapeNumber);
        long first = block.times[0];
        long last = block.times[block.size - 1];
        index.writeUnsigned(block.shapeNumber);
        index.writeUnsigned(length);
        index.writeUnsigned(block.size);
        index.writeZigzag(first - lastMinTime);
        index.writeUnsigned(last - first);
        lastMinTime = first;
        for (int column = 0; column < block.shape.size(); column++) {
            FieldType type = block.shape.type(column);
            ColumnStatistics.of(type, block.columns[column], block.size).write(statistics);
        }
        minTime = Math.min(minTime, first);
        maxTime = Math.max(maxTime, last);
        rows += block.size;
        values += (long) block.size * block.shape.size();
        blocksOfSeries++;
        blockCount++;
    }

    long rows() {
        return rows;
    }

    byte[][] sections(StampTable stamps, DigestGrid grid) {
        endSeries();
        byte[][] sections = new byte[Sections.COUNT][];
        ByteWriter counted = new ByteWriter(series.size() + 16);
        counted.writeUnsigned(seriesCount);
        counted.writeBytes(series.array(), 0, series.size());
        sections[Sections.SERIES] = counted.toBytes();
        sections[Sections.INDEX] = indexSection();
        sections[Sections.MEASUREMENTS] = measurementSection();
        sections[Sections.STATISTICS] = statistics.toBytes();
        sections[Sections.STAMPS] = stampSection(stamps);
        sections[Sections.DIGEST] = grid.encode();
        return sections;
    }

    private byte[] indexSection() {
        ByteWriter out = new ByteWriter(index.size() + 256);
        int shapeCount = shapes.isEmpty() ? 0 : shapes.lastKey() + 1;
        out.writeUnsigned(shapeCount);
        for (int number = 0; number < shapeCount; number++) {
            Shape shape = shapes.get(number);
            out.writeUnsigned(shape == null ? 0 : shape.size());
            for (int column = 0; shape != null && column < shape.size(); column++) {
                out.writeText(shape.name(column));
                out.writeByte(shape.type(column).code());
            }
        }
        out.writeUnsigned(blockCount);
        out.writeBytes(index.array(), 0, index.size());
        return out.toBytes();
    }

    private byte[] measurementSection() {
        ByteWriter out = new ByteWriter(256);
        out.writeUnsigned(shapesOfMeasurement.size());
        shapesOfMeasurement.forEach(
                (measurement, numbers) -> {
                    out.writeText(measurement);
                    out.writeUnsigned(numbers.cardinality());
                    numbers.stream().forEach(out::writeUnsigned);
                });
        return out.toBytes();
    }

    private static byte[] stampSection(StampTable stamps) {
        ByteWriter out = new ByteWriter(4 * stamps.size() + 16);
        out.writeUnsigned(stamps.size());
        long hlc = 0;
        long rest = 0;
        for (int i = 0; i < stamps.size(); i++) {
            out.writeZigzag(stamps.hlc(i) - hlc);
            out.writeZigzag(stamps.rest(i) - rest);
            hlc = stamps.hlc(i);
            rest = stamps.rest(i);
        }
        return out.toBytes();
    }

    FileSummary summary(long geometry, StampTable stamps) {
        Stamp min = Stamp.NONE;
        Stamp max = Stamp.NONE;
        for (int i = 0; i < stamps.size(); i++) {
            Stamp stamp = stamps.get(i);
            min = i == 0 || stamp.compareTo(min) < 0 ? stamp : min;
            max = i == 0 || stamp.compareTo(max) > 0 ? stamp : max;
        }
        return new FileSummary(rows, values, minTime, maxTime, min, max, geometry);
    }
}
