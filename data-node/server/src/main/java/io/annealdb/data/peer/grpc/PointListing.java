package io.annealdb.data.peer.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.annealdb.points.Delete;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.codec.DeleteCodec;
import io.annealdb.proto.HopProgress;
import io.annealdb.proto.SeriesPoints;
import io.annealdb.repair.compare.DifferenceListener;
import io.annealdb.repair.compare.DifferingValue;
import java.io.IOException;
import java.util.List;

/**
 * Sends what a dry run finds as messages of bounded size: points, each once although several of its
 * fields may differ, and deletes.
 */
final class PointListing implements DifferenceListener {
    private static final int POINTS_A_MESSAGE = 1 << 14;

    /** Where the messages go; blocks while there is no room. */
    interface Sink {
        void send(HopProgress.Builder some) throws IOException;
    }

    private final long pointsMax;
    private final Sink sink;
    private HopProgress.Builder message = HopProgress.newBuilder();
    private SeriesPoints.Builder open = SeriesPoints.newBuilder();
    private SeriesKey series; // of the open points; null before the first
    private long lastTime;
    private int inMessage;
    private long listed;
    private boolean cutShort;

    PointListing(long pointsMax, Sink sink) {
        this.pointsMax = pointsMax;
        this.sink = sink;
    }

    @Override
    public void differs(DifferingValue value) throws IOException {
        add(value.series(), value.time());
    }

    @Override
    public void isHidden(SeriesKey key, long time) throws IOException {
        add(key, time);
    }

    @Override
    public void deletesDiffer(List<Delete> lacked, List<Delete> unknown) {
        lacked.forEach(delete -> message.addLackedDeletes(encoded(delete)));
        unknown.forEach(delete -> message.addUnknownDeletes(encoded(delete)));
    }

    private static ByteString encoded(Delete delete) {
        return UnsafeByteOperations.unsafeWrap(DeleteCodec.encode(delete));
    }

    private void add(SeriesKey key, long time) throws IOException {
        boolean same = key.equals(series);
        if (same && time == lastTime && open.getTimesCount() > 0) {
            return;
        }
        if (listed == pointsMax) {
            cutShort = true;
            return;
        }
        if (!same) {
            closeSeries();
            series = key;
        }
        open.addTimes(time);
        lastTime = time;
        listed++;
        if (++inMessage == POINTS_A_MESSAGE) {
            closeSeries();
            sink.send(message);
            message = HopProgress.newBuilder();
            inMessage = 0;
        }
    }

    private void closeSeries() {
        if (open.getTimesCount() > 0) {
            message.addPoints(open.setSeries(UnsafeByteOperations.unsafeWrap(series.bytes())));
            open = SeriesPoints.newBuilder();
        }
    }

    /** Puts what is left into the last message. */
    HopProgress.Builder finish(HopProgress.Builder end) {
        closeSeries();
        return end.addAllPoints(message.getPointsList())
                .addAllLackedDeletes(message.getLackedDeletesList())
                .addAllUnknownDeletes(message.getUnknownDeletesList())
                .setPointsCutShort(cutShort);
    }
}
