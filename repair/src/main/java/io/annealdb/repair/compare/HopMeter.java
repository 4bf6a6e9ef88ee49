package io.annealdb.repair.compare;

import io.annealdb.repair.job.HopFound;
import io.annealdb.repair.job.HopPhase;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.ring.Hop;
import java.time.InstantSource;

/** Counts what a hop does, and reports it. For the hop's own thread. */
final class HopMeter {
    /** Payload of a value as long as nothing was sent to learn from. */
    private static final double BYTES_A_VALUE_GUESSED = 4;

    private final InstantSource clock;
    private final HopProgress progress;
    private final long startedMillis;

    private HopReport phase;
    private HopFound found = HopFound.NOTHING;
    private long points;
    private long values;
    private long deletes;
    private boolean shardCopied;
    private long metadataBytes;
    private long rowBytes;
    private long otherPayloadBytes;
    private int roundTrips;
    private long valuesExpected;

    HopMeter(Hop hop, InstantSource clock, HopProgress progress) {
        this.clock = clock;
        this.progress = progress;
        this.startedMillis = clock.millis();
        this.phase = HopReport.planned(hop);
    }

    void enter(HopPhase next) {
        if (phase.phase() != next) {
            phase = phase.transitionTo(next, "");
            show();
        }
    }

    HopPhase phase() {
        return phase.phase();
    }

    long metadataBytes() {
        return metadataBytes;
    }

    void roundTrip(long bytes, long bodyBytes) {
        roundTrips++;
        metadataBytes += bytes - bodyBytes;
        otherPayloadBytes += bodyBytes;
        show();
    }

    void deletesCrossed(long count) {
        deletes += count;
    }

    void found(HopFound more) {
        found = found.plus(more);
    }

    void rowsSent(long pointCount, long valueCount, long bytes) {
        points += pointCount;
        values += valueCount;
        rowBytes += bytes;
        valuesExpected = Math.max(0, valuesExpected - valueCount);
        show();
    }

    void fileBytesSent(long bytes) {
        shardCopied = true;
        otherPayloadBytes += bytes;
        show();
    }

    /** An estimate of what is still to be sent. */
    void expectValues(long more) {
        valuesExpected = more;
        show();
    }

    /**
     * @throws HopCancelledException if the hop is to end
     */
    void checkCancelled() throws HopCancelledException {
        if (progress.cancelled()) {
            throw new HopCancelledException();
        }
    }

    HopReport report() {
        double valuesAPoint = points == 0 ? 1 : (double) values / points;
        double bytesAValue = values == 0 ? BYTES_A_VALUE_GUESSED : (double) rowBytes / values;
        long payloadBytes = rowBytes + otherPayloadBytes;
        return new HopReport(
                phase.hop(),
                phase.phase(),
                found,
                points,
                values,
                deletes,
                shardCopied,
                metadataBytes,
                payloadBytes,
                roundTrips,
                Math.max(0, clock.millis() - startedMillis),
                points + Math.round(valuesExpected / valuesAPoint),
                payloadBytes + Math.round(valuesExpected * bytesAValue),
                "");
    }

    private void show() {
        progress.report(report());
    }
}
