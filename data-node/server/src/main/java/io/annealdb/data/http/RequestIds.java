package io.annealdb.data.http;

import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names requests as InfluxDB does, by UUIDs of version 1: a time that grows with each, and a number
 * of the node. Any thread may use it.
 */
final class RequestIds {
    /** Units of 100 ns between 1582, where these UUIDs begin to count, and 1970. */
    private static final long EPOCH_OFFSET = 0x01b21dd213814000L;

    private static final long UNITS_PER_MS = 10_000;

    private final InstantSource clock;
    private final long node;
    private final AtomicLong last = new AtomicLong();

    /**
     * @param node what tells this node's requests from others'; 62 bits of it are used
     */
    RequestIds(InstantSource clock, long node) {
        this.clock = clock;
        this.node = node;
    }

    String next() {
        long now = clock.millis() * UNITS_PER_MS + EPOCH_OFFSET;
        long time = last.updateAndGet(before -> Math.max(before + 1, now));
        long high = time << 32 | (time >>> 32 & 0xFFFF) << 16 | 0x1000 | time >>> 48 & 0x0FFF;
        long low = 0x8000000000000000L | node & 0x3FFFFFFFFFFFFFFFL;
        return new UUID(high, low).toString();
    }
}
