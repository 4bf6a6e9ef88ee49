package io.annealdb.points.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Does to bytes what bad disks and bad peers do, and holds a decoder to its promise. */
final class Damage {
    /** A decoder whose value does not matter. */
    interface Decoder {
        Object decode(byte[] bytes, int from, int to);
    }

    private Damage() {}

    /** Flipped bits, other bytes, holes: a value or MalformedException, never anything else. */
    static void neverSurprises(byte[] bytes, Decoder decoder, RandomGenerator random, int rounds) {
        for (int round = 0; round < rounds; round++) {
            byte[] damaged = bytes.clone();
            for (int times = random.nextInt(1, 4); times > 0; times--) {
                int at = random.nextInt(damaged.length);
                switch (random.nextInt(4)) {
                    case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                    case 1 -> damaged[at] = (byte) random.nextInt();
                    case 2 -> damaged[at] = -1;
                    default ->
                            Arrays.fill(damaged, at, Math.min(damaged.length, at + 9), (byte) 0xFF);
                }
            }
            try {
                assertThat(decoder.decode(damaged, 0, damaged.length)).isNotNull();
            } catch (MalformedException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    /** Every prefix is malformed, and so is a byte too many. */
    static void refusesEveryOtherLength(byte[] bytes, Decoder decoder) {
        for (int to = 0; to < bytes.length; to++) {
            int end = to;
            assertThatThrownBy(() -> decoder.decode(bytes, 0, end))
                    .as("cut to %s of %s bytes", to, bytes.length)
                    .isInstanceOf(MalformedException.class);
        }
        assertThatThrownBy(
                        () ->
                                decoder.decode(
                                        Arrays.copyOf(bytes, bytes.length + 1),
                                        0,
                                        bytes.length + 1))
                .isInstanceOf(MalformedException.class);
    }
}
