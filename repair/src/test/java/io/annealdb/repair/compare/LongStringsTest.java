package io.annealdb.repair.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.FieldType;
import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Shape;
import io.annealdb.points.Stamp;
import io.annealdb.repair.compare.ModelReplica.Held;
import io.annealdb.repair.compare.ModelReplica.Place;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.ring.Hop;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** However long the strings of a leaf are together, neither side holds more than its share. */
class LongStringsTest {
    private static final Shape.Column TEXT = new Shape.Column("text", FieldType.STRING);
    private static final int POINTS = 1500;
    private static final int TEXT_BYTES = 8 << 10;
    private static final Stamp OLD = new Stamp(Stamp.hlcOf(1000, 0), 1, 1);
    private static final Stamp NEW = new Stamp(Stamp.hlcOf(2000, 0), 1, 1);

    private final ModelReplica source = new ModelReplica();
    private final ModelReplica successor = new ModelReplica();

    private static Place place(int series, int point) {
        SeriesKey key = SeriesKey.of("log", Map.of("host", "h" + series));
        return new Place(key, 1000L * point, TEXT);
    }

    private static Held held(Stamp stamp, int number) {
        String begin = number + ":" + stamp.hlc() + ":";
        return new Held(stamp, begin + "x".repeat(TEXT_BYTES - begin.length()));
    }

    private static void fill(ModelReplica replica) {
        for (int i = 0; i < POINTS; i++) {
            replica.put(place(0, i), held(OLD, i));
        }
    }

    private HopReport hop() throws IOException {
        HopReport report =
                new HopSource(
                                new Hop(new NodeId(1), new NodeId(2)),
                                source,
                                LocalSuccessor.of(successor),
                                Throttle.NONE,
                                InstantSource.fixed(Instant.EPOCH),
                                HopProgress.SILENT)
                        .run();
        long most = LeafReader.LEAF_TEXT_BYTES_MAX + TEXT_BYTES;
        assertThat(source.textBytesAtOnce()).isPositive().isLessThanOrEqualTo(most);
        assertThat(successor.textBytesAtOnce()).isLessThanOrEqualTo(most);
        return report;
    }

    @Test
    void ofALongLeafExactlyWhatDiffersIsSent() throws IOException {
        fill(source);
        fill(successor);
        successor.remove(place(0, 5));
        successor.remove(place(0, 900));
        source.put(place(0, 1200), held(NEW, 1200));
        HopReport report = hop();
        assertThat(report.pointsSent()).isEqualTo(3);
        assertThat(report.metadataBytes()).isLessThan(8 << 10);
        assertThat(successor.visible()).isEqualTo(source.visible());
    }

    @Test
    void aShortLeafIsComparedWithTheSuccessorsLongOne() throws IOException {
        fill(successor);
        for (int i = 0; i < 20; i++) {
            source.put(place(0, 70 * i), held(i % 2 == 0 ? OLD : NEW, 70 * i));
        }
        assertThat(hop().pointsSent()).isEqualTo(10);
    }

    @Test
    void leavesThatAreLongTogetherAreTalkedAboutInTurns() throws IOException {
        for (int i = 0; i < POINTS; i++) {
            source.put(place(i, 7), held(NEW, i));
            successor.put(place(i, 7), held(i % 3 == 0 ? OLD : NEW, i));
        }
        assertThat(hop().pointsSent()).isEqualTo(POINTS / 3);
        assertThat(successor.visible()).isEqualTo(source.visible());
    }

    @Test
    void longStringsAtNeighbouringTimesComeThroughToo() throws IOException {
        for (int i = 0; i < POINTS; i++) {
            Place place = new Place(place(0, 0).series(), i, TEXT);
            source.put(place, held(NEW, i));
            successor.put(place, held(i % 3 == 0 ? OLD : NEW, i));
        }
        assertThat(hop().pointsSent()).isEqualTo(POINTS / 3);
        assertThat(successor.visible()).isEqualTo(source.visible());
    }
}
