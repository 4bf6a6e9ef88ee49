package io.annealdb.meta.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class TornTailTest {
    private static final int LENGTH = 300;
    private static final int ENTRY = 2 + LENGTH + 4;

    private static byte[] log(int entries, int preallocated) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("RaftLog1".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < entries; i++) {
            ByteBuffer entry = ByteBuffer.allocate(ENTRY);
            entry.put((byte) (LENGTH & 0x7F | 0x80)).put((byte) (LENGTH >> 7));
            byte[] body = new byte[LENGTH];
            Arrays.fill(body, (byte) (i + 1));
            entry.put(body);
            CRC32C crc = new CRC32C();
            crc.update(entry.array(), 0, ENTRY - 4);
            entry.putInt((int) crc.getValue());
            out.writeBytes(entry.array());
        }
        out.writeBytes(new byte[preallocated]);
        return out.toByteArray();
    }

    @Test
    void aWholeLogIsLeftAlone() {
        assertThat(TornTail.tornAt(log(3, 1000))).isEqualTo(-1);
        assertThat(TornTail.tornAt(log(3, 0))).isEqualTo(-1);
        assertThat(TornTail.tornAt(log(0, 64))).isEqualTo(-1);
        assertThat(TornTail.tornAt(new byte[64])).isEqualTo(-1);
        assertThat(TornTail.tornAt(new byte[0])).isEqualTo(-1);
    }

    @Test
    void theLastEntryIsTornWhereverItEnds() {
        int start = 8 + 2 * ENTRY;
        for (int kept = 1; kept < ENTRY; kept++) {
            byte[] zeroed = log(3, 1000);
            Arrays.fill(zeroed, start + kept, start + ENTRY, (byte) 0);
            assertThat(TornTail.tornAt(zeroed)).as("kept %d bytes", kept).isEqualTo(start);
            byte[] cut = Arrays.copyOf(log(3, 0), start + kept);
            assertThat(TornTail.tornAt(cut)).as("cut after %d bytes", kept).isEqualTo(start);
        }
    }

    @Test
    void damageBeforeTheLastEntryIsLeftForRatisToRefuse() {
        for (int at = 8 + 2; at < 8 + ENTRY; at++) {
            byte[] flipped = log(3, 100);
            flipped[at] ^= 1;
            assertThat(TornTail.tornAt(flipped)).isEqualTo(-1);
        }
    }
}
