package io.annealdb.repair.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SketchDifferenceTest {
    private static long[] items(Random random, int count) {
        return random.longs().filter(item -> item != 0).distinct().limit(count).toArray();
    }

    private static Set<Long> set(long[] items, int from) {
        Set<Long> set = new HashSet<>();
        Arrays.stream(items, from, items.length).forEach(set::add);
        return set;
    }

    private static long[] concat(long[] one, long[] other) {
        long[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /** Symbols that it took, asked for few by few. */
    private static int symbolsNeeded(long[] own, long[] theirs, Set<Long> expected) {
        int few = 1 + expected.size() / 50;
        for (int symbols = few; ; symbols += few) {
            Optional<Set<Long>> found = SketchDifference.of(own, Sketch.of(theirs, 0, symbols));
            if (found.isPresent()) {
                assertThat(found.get()).isEqualTo(expected);
                return symbols;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1.01", "2, 1.75", "8, 1.9", "64, 1.6", "400, 1.45"})
    void aDifferenceTakesInTheMeanNoMoreSymbolsThanThePaperSays(int differing, double mean) {
        int rounds = differing < 50 ? 40 : 8;
        long symbols = 0;
        for (int seed = 0; seed < rounds; seed++) {
            Random random = new Random(seed);
            long[] shared = items(random, 500);
            long[] mine = items(random, differing / 2);
            long[] others = items(random, differing - differing / 2);
            symbols +=
                    symbolsNeeded(
                            concat(shared, mine),
                            concat(shared, others),
                            set(concat(mine, others), 0));
        }
        assertThat((double) symbols / rounds / differing).isLessThanOrEqualTo(mean);
    }

    @Test
    void equalSetsAreKnownByTheFirstSymbol() {
        long[] items = items(new Random(1), 1000);
        assertThat(SketchDifference.of(items, Sketch.of(items, 0, 1))).contains(Set.of());
        assertThat(SketchDifference.of(items, Sketch.NONE)).isEmpty();
    }

    @Test
    void symbolsSentInPartsAreThoseSentAtOnce() {
        long[] items = items(new Random(2), 300);
        Sketch parts = Sketch.of(items, 0, 10).followedBy(Sketch.of(items, 10, 200));
        assertThat(parts).isEqualTo(Sketch.of(items, 0, 200));
    }

    @Test
    void aSketchIsReadAsItWasWritten() {
        Sketch sketch = Sketch.of(items(new Random(3), 50), 0, 20);
        ByteWriter out = new ByteWriter(16);
        sketch.write(out);
        byte[] bytes = out.toBytes();
        assertThat(bytes).hasSize(1 + 20 * Sketch.SYMBOL_BYTES);
        assertThat(Sketch.read(new ByteReader(bytes, 0, bytes.length))).isEqualTo(sketch);
    }

    /** A damaged symbol must not be explained away, nor keep the decoder busy for ever. */
    @Test
    void aSpoiledSketchExplainsNothing() {
        Random random = new Random(4);
        long[] own = items(random, 200);
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[2 + 12 * 30];
            random.nextBytes(bytes);
            bytes[0] = 30;
            Sketch noise = Sketch.read(new ByteReader(bytes, 0, 1 + 12 * 30));
            assertThat(SketchDifference.of(own, noise)).isEmpty();
        }
    }
}
