package io.annealdb.storage;

import java.time.Duration;

/**
 * The engine's settings.
 *
 * @param cacheBytesMax heap for rows of all shards that are not in block files yet; flushes begin
 *     at half of it, and above it a writer flushes before it returns
 * @param logSegmentBytes size at which a segment of a shard's log gives way to the next
 * @param rowsPerBlock most rows of a block
 * @param seriesTableBytesMax heap of the table of series keys, a database
 * @param seriesMapOffHeap whether the map behind that table is off the heap, in a file
 * @param compactAtFiles number of files of a shard at which some of them are merged
 * @param fsyncDelay how long the first who waits for a log waits for others before it forces
 * @param flushAfterIdle a shard without writes for so long is flushed; {@link Duration#ZERO}: never
 */
public record EngineOptions(
        long cacheBytesMax,
        long logSegmentBytes,
        int rowsPerBlock,
        long seriesTableBytesMax,
        boolean seriesMapOffHeap,
        int compactAtFiles,
        Duration fsyncDelay,
        Duration flushAfterIdle) {
    public EngineOptions {
        if (cacheBytesMax < 1 || logSegmentBytes < 1 || seriesTableBytesMax < 0) {
            throw new IllegalArgumentException(
                    "sizes must be positive: cacheBytesMax="
                            + cacheBytesMax
                            + ", logSegmentBytes="
                            + logSegmentBytes
                            + ", seriesTableBytesMax="
                            + seriesTableBytesMax);
        }
        if (rowsPerBlock < 1 || rowsPerBlock > 1 << 20) {
            throw new IllegalArgumentException("rowsPerBlock out of 1..1048576: " + rowsPerBlock);
        }
        if (compactAtFiles < 2) {
            throw new IllegalArgumentException("compactAtFiles below 2: " + compactAtFiles);
        }
        if (fsyncDelay.isNegative() || flushAfterIdle.isNegative()) {
            throw new IllegalArgumentException(
                    "negative delay: fsyncDelay=" + fsyncDelay + ", idle=" + flushAfterIdle);
        }
    }

    /** What a node runs with. */
    public static EngineOptions defaults() {
        return new EngineOptions(
                96L << 20,
                16L << 20,
                1024,
                32L << 20,
                true,
                8,
                Duration.ZERO,
                Duration.ofMinutes(10));
    }

    /** Small and without a map off the heap: for simulators, where many engines share a heap. */
    public static EngineOptions small() {
        return new EngineOptions(
                4L << 20, 1L << 20, 1024, 1L << 20, false, 8, Duration.ZERO, Duration.ZERO);
    }

    public EngineOptions withCacheBytesMax(long bytes) {
        return new EngineOptions(
                bytes,
                logSegmentBytes,
                rowsPerBlock,
                seriesTableBytesMax,
                seriesMapOffHeap,
                compactAtFiles,
                fsyncDelay,
                flushAfterIdle);
    }

    public EngineOptions withSeriesMap(long tableBytesMax, boolean offHeap) {
        return new EngineOptions(
                cacheBytesMax,
                logSegmentBytes,
                rowsPerBlock,
                tableBytesMax,
                offHeap,
                compactAtFiles,
                fsyncDelay,
                flushAfterIdle);
    }

    public EngineOptions withRowsPerBlock(int rows) {
        return new EngineOptions(
                cacheBytesMax,
                logSegmentBytes,
                rows,
                seriesTableBytesMax,
                seriesMapOffHeap,
                compactAtFiles,
                fsyncDelay,
                flushAfterIdle);
    }

    public EngineOptions withCompactAtFiles(int files) {
        return new EngineOptions(
                cacheBytesMax,
                logSegmentBytes,
                rowsPerBlock,
                seriesTableBytesMax,
                seriesMapOffHeap,
                files,
                fsyncDelay,
                flushAfterIdle);
    }
}
