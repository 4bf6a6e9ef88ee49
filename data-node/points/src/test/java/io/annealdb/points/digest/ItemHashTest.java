package io.annealdb.points.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.FieldType;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Differences that real data make must look random to the sums: each of their 16-bit slices is zero
 * as often as chance has it, the top 32 bits practically never. A hash that is nearly linear fails
 * here at once, most of all at swaps.
 */
class ItemHashTest {
    private static final long STEP = 10_000_000_000L;
    private static final long START = 1_700_000_000_000_000_000L;

    private final ItemHash hash = new ItemHash(new HashKey(0x0123456789ABCDEFL, 0x1F));
    private final ItemHash.SeriesHash[] series = new ItemHash.SeriesHash[64];
    private final long[] fields = new long[16];
    private final long[] stamps = new long[64];

    // the sums' difference at hand
    private long low;
    private long high;
    private long version;

    ItemHashTest() {
        for (int i = 0; i < series.length; i++) {
            series[i] = hash.series(SeriesKey.of("cpu", Map.of("host", "host_" + i)));
            stamps[i] = hash.stamp(new Stamp(Stamp.hlcOf(1_700_000_000_000L, i), 1, 1));
        }
        for (int i = 0; i < fields.length; i++) {
            fields[i] = hash.field("usage_" + i, FieldType.FLOAT);
        }
    }

    private void add(int sign, int host, long time, int field, long bits, int stamp) {
        long item = ItemHash.item(ItemHash.row(series[host], time), fields[field], bits);
        low += sign * item;
        high += sign * ItemHash.upper(item, series[host]);
        version += sign * ItemHash.version(item, stamps[stamp]);
    }

    /** Small decimals, as collectors send them: all but the top bits of a mantissa are zero. */
    private static long value(int i) {
        return Double.doubleToRawLongBits((i % 200) / 4.0);
    }

    private static long time(int i) {
        return START + i * STEP;
    }

    private void missing(int i) {
        add(1, i & 63, time(i), i & 15, value(i), 0);
    }

    private void conflict(int i) {
        add(1, i & 63, time(i), 3, value(i), 0);
        add(-1, i & 63, time(i), 3, value(i + 1), 0);
    }

    private void swapOfTimes(int i) {
        add(1, 5, time(i), 3, value(i), 0);
        add(1, 5, time(i + 1), 3, value(i + 1), 0);
        add(-1, 5, time(i), 3, value(i + 1), 0);
        add(-1, 5, time(i + 1), 3, value(i), 0);
    }

    private void swapOfFields(int i) {
        add(1, 5, time(i), 3, value(i), 0);
        add(1, 5, time(i), 4, value(i + 1), 0);
        add(-1, 5, time(i), 3, value(i + 1), 0);
        add(-1, 5, time(i), 4, value(i), 0);
    }

    private void swapOfSeries(int i) {
        add(1, i & 63, time(i), 3, value(i), 0);
        add(1, i + 1 & 63, time(i), 3, value(i + 1), 0);
        add(-1, i & 63, time(i), 3, value(i + 1), 0);
        add(-1, i + 1 & 63, time(i), 3, value(i), 0);
    }

    private void swapOfSmallIntegers(int i) {
        add(1, 5, time(i), 3, i & 1, 0);
        add(1, 5, time(i + 1), 3, i & 1 ^ 1, 0);
        add(-1, 5, time(i), 3, i & 1 ^ 1, 0);
        add(-1, 5, time(i + 1), 3, i & 1, 0);
    }

    private void flatRunMoved(int i) {
        add(1, 5, time(i), 3, value(7), 0);
        add(-1, 5, time(i + 8), 3, value(7), 0);
    }

    private void otherStamp(int i) {
        add(1, 5, time(i), 3, value(i), i & 63);
        add(-1, 5, time(i), 3, value(i), i + 1 & 63);
    }

    private void swapOfStamps(int i) {
        add(1, 5, time(i), 3, value(i), 1);
        add(1, 5, time(i + 1), 3, value(i + 1), 2);
        add(-1, 5, time(i), 3, value(i), 2);
        add(-1, 5, time(i + 1), 3, value(i + 1), 1);
    }

    private Map<String, IntConsumer> contentChanges() {
        return Map.of(
                "missing", this::missing,
                "conflict", this::conflict,
                "swap of two times", this::swapOfTimes,
                "swap of two fields", this::swapOfFields,
                "swap of two series", this::swapOfSeries,
                "swap of 0 and 1", this::swapOfSmallIntegers,
                "flat run moved", this::flatRunMoved);
    }

    private List<String> faults(int trials) {
        List<String> faults = new ArrayList<>();
        contentChanges()
                .forEach(
                        (name, change) -> {
                            count(name, change, trials, true, faults);
                        });
        count("other stamp", this::otherStamp, trials, false, faults);
        count("swap of two stamps", this::swapOfStamps, trials, false, faults);
        return faults;
    }

    private void count(
            String name, IntConsumer change, int trials, boolean content, List<String> faults) {
        ZeroBits lows = new ZeroBits(name + ", V low");
        ZeroBits highs = new ZeroBits(name + ", V high");
        ZeroBits versions = new ZeroBits(name + ", X");
        for (int i = 0; i < trials; i++) {
            low = 0;
            high = 0;
            version = 0;
            change.accept(i);
            if (content) {
                lows.look(low);
                highs.look(high);
            } else if (low != 0 || high != 0) {
                faults.add(name + " changes the content");
            }
            versions.look(version);
        }
        if (content) {
            lows.judge(trials, faults);
            highs.judge(trials, faults);
        }
        versions.judge(trials, faults);
    }

    /** How often parts of a difference were zero. */
    private static final class ZeroBits {
        private final String name;
        private final long[] slices = new long[4];
        private long tops;

        ZeroBits(String name) {
            this.name = name;
        }

        void look(long difference) {
            for (int slice = 0; slice < 4; slice++) {
                slices[slice] += (difference >>> 16 * slice & 0xFFFF) == 0 ? 1 : 0;
            }
            tops += difference >>> 32 == 0 ? 1 : 0;
        }

        void judge(int trials, List<String> faults) {
            double expected = trials / 65_536.0;
            double bound = 6 * Math.sqrt(expected) + 1;
            for (int slice = 0; slice < 4; slice++) {
                if (Math.abs(slices[slice] - expected) > bound) {
                    faults.add(
                            String.format(
                                    "%s: slice %d zero %d times, expected %.0f",
                                    name, slice, slices[slice], expected));
                }
            }
            if (tops > 2 + trials / 1e8) {
                faults.add(name + ": top 32 bits zero " + tops + " times");
            }
        }
    }

    @Test
    void structuredDifferencesLookRandom() {
        assertThat(faults(1_000_000)).isEmpty();
    }

    @Test
    @Tag("campaign")
    void structuredDifferencesLookRandomInTheLongRun() {
        assertThat(faults(200_000_000)).isEmpty();
    }

    @Test
    void everyPartOfAValueCounts() {
        ItemHash.SeriesHash one = series[0];
        long row = ItemHash.row(one, START);
        long item = ItemHash.item(row, fields[0], 1);
        assertThat(ItemHash.item(ItemHash.row(series[1], START), fields[0], 1)).isNotEqualTo(item);
        assertThat(ItemHash.item(ItemHash.row(one, START + 1), fields[0], 1)).isNotEqualTo(item);
        assertThat(ItemHash.item(row, fields[1], 1)).isNotEqualTo(item);
        assertThat(ItemHash.item(row, hash.field("usage_0", FieldType.INTEGER), 1))
                .isNotEqualTo(item);
        assertThat(ItemHash.item(row, fields[0], 2)).isNotEqualTo(item);
        assertThat(hash.stamp(new Stamp(5, 1, 1))).isNotEqualTo(hash.stamp(new Stamp(5, 1, 2)));
        assertThat(hash.stamp(new Stamp(5, 1, 1))).isNotEqualTo(hash.stamp(new Stamp(5, 2, 1)));
    }

    @Test
    void anotherKeyGivesOtherHashes() {
        ItemHash other = new ItemHash(new HashKey(0x0123456789ABCDEFL, 0x20));
        SeriesKey key = SeriesKey.of("cpu", Map.of());
        assertThat(other.series(key)).isNotEqualTo(hash.series(key));
        assertThat(other.field("v", FieldType.FLOAT))
                .isNotEqualTo(hash.field("v", FieldType.FLOAT));
        assertThat(other.text(new byte[] {1})).isNotEqualTo(hash.text(new byte[] {1}));
        assertThat(other.delete(new byte[] {1})).isNotEqualTo(hash.delete(new byte[] {1}));
    }

    /** Written into files and sent to peers: a change here is a change of format. */
    @Test
    void hashesAreForEver() {
        SeriesKey key = SeriesKey.of("cpu", Map.of("host", "a"));
        ItemHash.SeriesHash seriesHash = hash.series(key);
        long row = ItemHash.row(seriesHash, START);
        long text = hash.text(new byte[] {1, 2, 3});
        long item = ItemHash.item(row, hash.field("v", FieldType.STRING), text);
        assertThat(
                        List.of(
                                hex(seriesHash.low()),
                                hex(seriesHash.high()),
                                hex(item),
                                hex(ItemHash.upper(item, seriesHash)),
                                hex(ItemHash.version(item, hash.stamp(new Stamp(77, 8, 9)))),
                                hex(hash.delete(new byte[] {4, 5}))))
                .containsExactly(
                        "8609174b44e59e99",
                        "96737e1fea205a0a",
                        "2a9dd7df3ab585ed",
                        "ac811cad02a7eabd",
                        "a9611942f88cbf43",
                        "a3fceb5c90eabb6c");
    }

    private static String hex(long hash) {
        return String.format("%016x", hash);
    }

    @Test
    void aNearlyLinearHashIsSeen() {
        List<String> faults = new ArrayList<>();
        ZeroBits seen = new ZeroBits("swap under a product");
        for (int i = 0; i < 1_000_000; i++) {
            seen.look(
                    product(time(i), value(i))
                            + product(time(i + 1), value(i + 1))
                            - product(time(i), value(i + 1))
                            - product(time(i + 1), value(i)));
        }
        seen.judge(1_000_000, faults);
        assertThat(faults).isNotEmpty();
    }

    /** One multiplication an item, its halves folded: fast, and unsafe under addition. */
    private long product(long time, long bits) {
        long one = time ^ series[5].low();
        long other = bits ^ series[5].high();
        return one * other ^ Math.multiplyHigh(one, other);
    }
}
