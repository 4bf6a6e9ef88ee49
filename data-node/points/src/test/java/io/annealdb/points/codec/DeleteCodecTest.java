package io.annealdb.points.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.points.Delete;
import io.annealdb.points.RandomRows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DeleteCodecTest {
    private static Delete decode(byte[] bytes) {
        return DeleteCodec.decode(bytes, 0, bytes.length);
    }

    private static SeriesPredicate predicate(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 9)) {
            case 0 -> new SeriesPredicate.Every();
            case 1 -> new SeriesPredicate.MeasurementIs("cpu " + random.nextInt(3));
            case 2 -> new SeriesPredicate.MeasurementMatches(Pattern.compile("(?i)^c[p-q]u"));
            case 3 -> new SeriesPredicate.SeriesIs(new RandomRows(random).key());
            case 4 -> new SeriesPredicate.TagIs("host", "größe" + random.nextInt(3));
            case 5 -> new SeriesPredicate.TagMatches("host", Pattern.compile("a|b" + depth));
            case 6 -> new SeriesPredicate.Not(predicate(random, depth - 1));
            case 7 -> new SeriesPredicate.All(predicates(random, depth - 1));
            default -> new SeriesPredicate.Any(predicates(random, depth - 1));
        };
    }

    private static List<SeriesPredicate> predicates(Random random, int depth) {
        List<SeriesPredicate> parts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            parts.add(predicate(random, depth));
        }
        return parts;
    }

    private static Delete delete(Random random) {
        long minTime = random.nextLong() >> random.nextInt(3);
        long maxTime = Math.max(minTime, random.nextLong());
        return new Delete(
                RandomRows.stamp(random.nextInt(5)), predicate(random, 4), minTime, maxTime);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Random random = new Random(5);
        for (int round = 0; round < 2_000; round++) {
            Delete delete = delete(random);
            assertThat(decode(DeleteCodec.encode(delete))).isEqualTo(delete);
        }
    }

    @Test
    void equalDeletesGiveEqualBytes() {
        for (int seed = 0; seed < 500; seed++) {
            assertThat(DeleteCodec.encode(delete(new Random(seed))))
                    .isEqualTo(DeleteCodec.encode(delete(new Random(seed))));
        }
    }

    @Test
    void theGoldenDeleteIsReadAndWrittenByteForByte() {
        byte[] golden = Golden.bytes("delete-1.bin");
        assertThat(DeleteCodec.encode(goldenDelete())).isEqualTo(golden);
        assertThat(decode(golden)).isEqualTo(goldenDelete());
    }

    static Delete goldenDelete() {
        return new Delete(
                new Stamp(Stamp.hlcOf(1_700_000_000_000L, 3), 2, 5),
                new SeriesPredicate.All(
                        List.of(
                                new SeriesPredicate.MeasurementIs("cpu"),
                                new SeriesPredicate.Any(
                                        List.of(
                                                new SeriesPredicate.TagIs("host", "a b"),
                                                new SeriesPredicate.TagMatches(
                                                        "host", Pattern.compile("^(?i:x)")),
                                                new SeriesPredicate.SeriesIs(
                                                        SeriesKey.of("m", Map.of("t", "v"))))),
                                new SeriesPredicate.Not(
                                        new SeriesPredicate.MeasurementMatches(
                                                Pattern.compile("tmp$"))),
                                new SeriesPredicate.Every())),
                -7,
                1_700_000_000_000_000_000L);
    }

    @Test
    void cutOrDamagedBytesAreMalformedOrAnotherDelete() {
        byte[] bytes = DeleteCodec.encode(goldenDelete());
        Damage.refusesEveryOtherLength(bytes, DeleteCodec::decode);
        Damage.neverSurprises(bytes, DeleteCodec::decode, new Random(2), 50_000);
    }

    @Test
    void nestingWithoutEndIsRefusedBothWays() {
        SeriesPredicate deep = new SeriesPredicate.Every();
        for (int i = 1; i < PredicateCodec.DEPTH_MAX; i++) {
            deep = new SeriesPredicate.Not(deep);
        }
        byte[] deepest = PredicateCodec.encode(deep);
        assertThat(PredicateCodec.decode(deepest, 0, deepest.length)).isEqualTo(deep);
        SeriesPredicate deeper = new SeriesPredicate.Not(deep);
        assertThatThrownBy(() -> PredicateCodec.encode(deeper))
                .isInstanceOf(IllegalArgumentException.class);
        byte[] hostile = new byte[100_000];
        java.util.Arrays.fill(hostile, (byte) 6);
        hostile[0] = 1;
        assertThatThrownBy(() -> PredicateCodec.decode(hostile, 0, hostile.length))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void anExpressionThatDoesNotCompileIsMalformed() {
        for (String text : List.of("(", "[a", "x{2,1}", "(".repeat(60_000) + ")".repeat(60_000))) {
            ByteWriter out = new ByteWriter(16);
            out.writeByte(1);
            out.writeByte(2);
            out.writeText(text);
            assertThatThrownBy(() -> PredicateCodec.decode(out.array(), 0, out.size()))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void flagsOutsideTheTextOfAnExpressionAreRefused() {
        Pattern pattern = Pattern.compile("cpu", Pattern.CASE_INSENSITIVE);
        assertThatThrownBy(
                        () ->
                                PredicateCodec.encode(
                                        new SeriesPredicate.MeasurementMatches(pattern)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(?i)");
    }
}
