package io.annealdb.points;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeriesKeyTest {
    @Test
    void tagsAreSortedByTheirBytesAndEmptyOnesLeftOut() {
        SeriesKey key = SeriesKey.of("m", Map.of("b", "1", "a", "2", "c", ""));
        assertThat(key).hasToString("m,a=2,b=1");
        // in UTF-16 the emoji would come first
        assertThat(SeriesKey.of("m", Map.of("\uFF5E", "1", "\uD83D\uDE00", "2")))
                .hasToString("m,\uFF5E=1,\uD83D\uDE00=2");
    }

    @Test
    void namesSurviveTheirEscapes() {
        SeriesKey key = SeriesKey.of("a b,c=d", Map.of("k =,", "v =,", "plain", "\"q\""));
        SeriesKey back = SeriesKey.ofCanonical(key.toString());
        assertThat(back).isEqualTo(key);
        assertThat(back.measurement()).isEqualTo("a b,c=d");
        assertThat(back.tags()).isEqualTo(Map.of("k =,", "v =,", "plain", "\"q\""));
        assertThat(back.tag("missing")).isEmpty();
    }

    @Test
    void bytesThatAreNoKeyAreReadWithoutAnError() {
        Random random = new Random(1);
        byte[] letters = ",=\\ ab".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(9)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = letters[random.nextInt(letters.length)];
            }
            SeriesKey key = SeriesKey.ofCanonical(bytes, 0, bytes.length);
            assertThat(key.tags()).doesNotContainKey(null);
        }
    }
}
