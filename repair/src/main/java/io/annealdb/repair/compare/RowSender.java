package io.annealdb.repair.compare;

import io.annealdb.points.FieldType;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Shape;
import io.annealdb.points.codec.RowsCodec;
import io.annealdb.repair.job.HopPhase;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gathers rows into chunks and sends these. The stream is opened with the first chunk. */
final class RowSender implements Findings, Closeable {
    /** A chunk is cut when its plain size is about that; packed it is smaller. */
    private static final int CHUNK_BYTES = 512 << 10;

    private static final long ROW_BYTES = 16;
    private static final long VALUE_BYTES = 8;

    private final Successor successor;
    private final Throttle throttle;
    private final HopMeter meter;
    private final Map<List<Shape.Column>, Shape> shapes = new HashMap<>();
    private PushSession session; // null until the first chunk
    private Rows.Builder chunk = Rows.builder();
    private SeriesKey chunkSeries; // of the chunk's last row; null before the first
    private long chunkBytes;
    private long chunkPoints;
    private long chunkValues;

    RowSender(Successor successor, Throttle throttle, HopMeter meter) {
        this.successor = successor;
        this.throttle = throttle;
        this.meter = meter;
    }

    @Override
    public void found(Leaf leaf, LeafDecision decision) throws IOException {
        Rows rows = leaf.rows();
        for (int row = 0; row < rows.size(); ) {
            boolean any = false;
            int end = row;
            while (end < rows.size() && rows.time(end) == rows.time(row)) {
                any |= add(leaf, end++, decision);
            }
            row = end;
            if (any) {
                chunkPoints++;
                if (chunkBytes >= throttle.chunkBytesMax(CHUNK_BYTES)) {
                    flush();
                }
            }
        }
    }

    private boolean add(Leaf leaf, int row, LeafDecision decision) {
        Rows rows = leaf.rows();
        Shape shape = rows.shape(row);
        List<Integer> picked = new ArrayList<>(shape.size());
        for (int column = 0; column < shape.size(); column++) {
            if (decision.sends(leaf.firstOrdinal(row) + column)) {
                picked.add(column);
            }
        }
        if (picked.isEmpty()) {
            return false;
        }
        if (picked.size() < shape.size()) {
            List<Shape.Column> columns = picked.stream().map(shape.columns()::get).toList();
            shape = shapes.computeIfAbsent(columns, Shape::new);
        }
        if (!leaf.series().equals(chunkSeries)) {
            chunkSeries = leaf.series();
            chunkBytes += chunkSeries.bytes().length;
        }
        chunk.row(
                chunk.series(leaf.series()),
                rows.time(row),
                chunk.shape(shape),
                chunk.stamp(rows.stamp(row)));
        chunkBytes += ROW_BYTES;
        for (int i = 0; i < picked.size(); i++) {
            long bits = rows.bits(row, picked.get(i));
            if (shape.type(i) == FieldType.STRING) {
                byte[] text = rows.text(bits);
                bits = chunk.text(text);
                chunkBytes += text.length;
            }
            chunk.value(bits);
            chunkBytes += VALUE_BYTES;
        }
        chunkValues += picked.size();
        return true;
    }

    private void flush() throws IOException {
        if (chunkValues == 0) {
            return;
        }
        meter.checkCancelled();
        byte[] bytes = RowsCodec.encode(chunk.build());
        throttle.beforeSending(bytes.length);
        if (session == null) {
            session = successor.push();
            meter.enter(HopPhase.STREAMING);
        }
        session.send(bytes);
        meter.rowsSent(chunkPoints, chunkValues, bytes.length);
        chunk = Rows.builder();
        chunkSeries = null;
        chunkBytes = 0;
        chunkPoints = 0;
        chunkValues = 0;
    }

    /** Sends what is left; returns once all of it is on the successor's disk. */
    void finish() throws IOException {
        flush();
        if (session != null) {
            session.finish();
        }
    }

    @Override
    public void close() {
        if (session != null) {
            session.close();
        }
    }
}
