package io.annealdb.data.hint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.data.hint.HintQueue.Batch;
import io.annealdb.storage.disk.SimulatedDirectory;
import io.annealdb.storage.disk.SimulatedDirectory.Crashed;
import io.annealdb.storage.testing.HookedDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HintQueueTest {
    private static final long NEVER = Long.MIN_VALUE;

    private final SimulatedDirectory disk = new SimulatedDirectory(new Random(1));
    private final List<String> damage = new ArrayList<>();

    private HintQueue open(long bytesMax, long segmentBytes) throws IOException {
        return open(disk, bytesMax, segmentBytes);
    }

    private HintQueue open(SimulatedDirectory on, long bytesMax, long segmentBytes)
            throws IOException {
        return HintQueue.open(on, "hh/3", bytesMax, segmentBytes, damage::add);
    }

    private static Hint hint(int number) {
        return hint(number, false);
    }

    private static Hint hint(int number, boolean acknowledged) {
        return new Hint(
                Hint.Kind.ROWS,
                1000 + number,
                2000 + number,
                acknowledged,
                7,
                0,
                1,
                "",
                number,
                number,
                1,
                new byte[92]);
    }

    private static List<Long> numbers(Batch batch) {
        return batch.hints().stream().map(Hint::minTime).toList();
    }

    /** Empties a queue; what came, in order. */
    private static List<Long> drain(HintQueue queue) throws IOException {
        List<Long> all = new ArrayList<>();
        while (true) {
            Batch batch = queue.next(250, NEVER);
            if (batch.isEmpty()) {
                return all;
            }
            all.addAll(numbers(batch));
            queue.confirm(batch);
        }
    }

    @Test
    void hintsComeInWriteOrderAcrossSegments() throws Exception {
        HintQueue queue = open(0, 300);
        for (int i = 0; i < 10; i++) {
            queue.append(hint(i));
        }
        assertThat(queue.points()).isEqualTo(10);
        assertThat(queue.oldestMillis()).isEqualTo(1000);
        assertThat(drain(queue)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(queue.bytes()).isZero();
        assertThat(queue.points()).isZero();
        assertThat(disk.list("hh/3")).containsOnly(HintPosition.FILE);
    }

    @Test
    void theQueueHoldsWhatIsNotConfirmed() throws Exception {
        HintQueue queue = open(0, 10_000);
        for (int i = 0; i < 5; i++) {
            queue.append(hint(i));
        }
        Batch first = queue.next(1, NEVER);
        assertThat(numbers(queue.next(1, NEVER))).isEqualTo(numbers(first)).containsExactly(0L);
        queue.confirm(first);
        queue.close();
        assertThat(drain(open(0, 10_000))).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void aFullQueueTakesNothingMore() throws Exception {
        HintQueue queue = open(400, 10_000);
        queue.append(hint(0));
        queue.append(hint(1));
        assertThatThrownBy(() -> queue.append(hint(2)))
                .isInstanceOf(HintQueueFullException.class)
                .hasMessageContaining("max-size");
        assertThat(queue.bytes()).isLessThanOrEqualTo(400);
        queue.confirm(queue.next(1, NEVER));
        queue.append(hint(3));
        assertThat(drain(queue)).containsExactly(1L, 3L);
    }

    @Test
    void oldHintsComeAsExpiredButNotThoseThatAreTheAcknowledgement() throws Exception {
        HintQueue queue = open(0, 10_000);
        queue.append(hint(0));
        queue.append(hint(1, true));
        queue.append(hint(2));
        Batch old = queue.next(10_000, 1002);
        assertThat(old.expired()).hasSize(1);
        assertThat(old.hints()).isEmpty();
        queue.confirm(old);
        assertThat(numbers(queue.next(10_000, 1002))).containsExactly(1L, 2L);
    }

    @Test
    void theLeastStampThatWaitsIsKnownAlsoAfterARestart() throws Exception {
        HintQueue queue = open(0, 300);
        assertThat(queue.leastHlc()).isEmpty();
        queue.append(hint(5));
        queue.append(hint(3));
        queue.append(hint(4));
        queue.append(hint(6));
        assertThat(queue.leastHlc()).hasValue(2003);
        queue.close();
        HintQueue again = open(0, 300);
        assertThat(again.leastHlc()).hasValue(2003);
        again.confirm(again.next(250, NEVER));
        assertThat(again.leastHlc().getAsLong()).isBetween(2003L, 2004L);
        drain(again);
        assertThat(again.leastHlc()).isEmpty();
        again.append(hint(7));
        assertThat(again.leastHlc()).hasValue(2007);
    }

    @Test
    void aTornTailIsCut() throws Exception {
        HintQueue queue = open(0, 10_000);
        queue.append(hint(0));
        queue.append(hint(1));
        queue.close();
        String file = "hh/3/" + new HintSegment(1).fileName();
        disk.cut(file, disk.sizeOf(file) - 5);
        HintQueue again = open(0, 10_000);
        assertThat(damage).isEmpty();
        again.append(hint(2));
        assertThat(drain(again)).containsExactly(0L, 2L);
    }

    @Test
    void aDamagedSegmentIsSetAsideAndItsGoodHintsAreKept() throws Exception {
        HintQueue queue = open(0, 300);
        for (int i = 0; i < 6; i++) {
            queue.append(hint(i));
        }
        queue.close();
        String file = "hh/3/" + new HintSegment(1).fileName();
        disk.flipBit(file, 60 * 8);
        HintQueue again = open(0, 300);
        List<Long> left = drain(again);
        assertThat(damage).hasSize(1);
        assertThat(disk.exists(file + ".damaged")).isTrue();
        assertThat(left).doesNotContain(0L).contains(1L, 2L, 3L, 4L, 5L);
        assertThat(again.bytes()).isZero();
    }

    @Test
    void aSegmentDamagedAfterPartOfItWasDeliveredKeepsItsGoodHints() throws Exception {
        HintQueue queue = open(0, 10_000);
        for (int i = 0; i < 6; i++) {
            queue.append(hint(i));
        }
        queue.confirm(queue.next(250, NEVER));
        queue.close();
        String file = "hh/3/" + new HintSegment(1).fileName();
        disk.flipBit(file, (disk.sizeOf(file) - 200) * 8);
        HintQueue again = open(0, 10_000);
        assertThat(damage).hasSize(1);
        assertThat(drain(again)).contains(2L, 3L, 5L);
        assertThat(again.bytes()).isZero();
    }

    /** Of the segment before, of the same name, some had been confirmed. */
    @Test
    void noHintIsHeldForDeliveredBecauseAnEarlierSegmentWas() throws Exception {
        HintQueue queue = open(0, 10_000);
        for (int outage = 0; outage < 4; outage++) {
            for (int i = 0; i < 6; i++) {
                queue.append(hint(i));
            }
            queue.close();
            queue = open(0, 10_000);
            assertThat(drain(queue)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
            if (outage == 1) {
                queue.close();
                queue = open(0, 10_000);
            }
        }
    }

    @Test
    void aSegmentCutShortFromOutsideIsDamage() throws Exception {
        HintQueue queue = open(0, 300);
        for (int i = 0; i < 6; i++) {
            queue.append(hint(i));
        }
        queue.close();
        String file = "hh/3/" + new HintSegment(1).fileName();
        disk.cut(file, disk.sizeOf(file) - 170);
        drain(open(0, 300));
        assertThat(damage).hasSize(1);
    }

    /** Reads of segments are counted; their number of hints, bytes and stamps must be the same. */
    @Test
    void aStartReadsTheNewestSegmentAloneHoweverFullTheQueueIs() throws Exception {
        HintQueue queue = open(0, 300);
        for (int i = 0; i < 100; i++) {
            queue.append(hint(i));
        }
        long bytes = queue.bytes();
        assertThat(segmentsReadByAStart(bytes)).isEqualTo(1);
        String sum = "hh/3/" + new HintSegment(9).fileName().replace(".hints", ".sum");
        disk.flipBit(sum, 20 * 8);
        assertThat(segmentsReadByAStart(bytes)).isEqualTo(2);
        assertThat(segmentsReadByAStart(bytes)).isEqualTo(1);
    }

    /** As after a crash: the queue was not closed. */
    private int segmentsReadByAStart(long bytes) throws IOException {
        Set<String> read = new HashSet<>();
        HintQueue again =
                HintQueue.open(
                        HookedDirectory.onEachRead(disk, read::add), "hh/3", 0, 300, damage::add);
        assertThat(again.bytes()).isEqualTo(bytes);
        assertThat(again.points()).isEqualTo(100);
        assertThat(again.oldestMillis()).isEqualTo(1000);
        assertThat(again.leastHlc()).hasValue(2000);
        assertThat(damage).isEmpty();
        return (int) read.stream().filter(path -> path.endsWith(".hints")).count();
    }

    @Test
    void aSummaryWithoutItsSegmentSpeaksOfNoLaterOne() throws Exception {
        HintQueue queue = open(0, 300);
        queue.append(hint(0));
        queue.close();
        String segment = "hh/3/" + new HintSegment(1).fileName();
        disk.remove(segment);
        open(0, 300);
        assertThat(disk.list("hh/3")).isEmpty();
    }

    /** Appends and drains with a crash at each step of the disk in turn. */
    @Test
    void aHintThatWasTakenOutlivesACrashAtAnyStep() throws Exception {
        for (int step = 1; step < 120; step++) {
            SimulatedDirectory hostile = new SimulatedDirectory(new Random(step));
            List<Long> taken = new ArrayList<>();
            List<Long> confirmed = new ArrayList<>();
            hostile.crashAfter(step);
            try {
                HintQueue queue = open(hostile, 0, 300);
                for (int i = 0; i < 6; i++) {
                    queue.append(hint(i));
                    taken.add((long) i);
                    if (i % 2 == 1) {
                        Batch batch = queue.next(1, NEVER);
                        confirmed.addAll(numbers(batch));
                        queue.confirm(batch);
                    }
                }
            } catch (Crashed e) {
                // that is what the test is about
            }
            hostile.crash();
            taken.removeAll(confirmed);
            HintQueue again = open(hostile, 0, 300);
            assertThat(drain(again)).as("crash at step %d", step).containsAll(taken);
            assertThat(again.bytes()).isZero();
        }
        assertThat(damage).isEmpty();
    }
}
