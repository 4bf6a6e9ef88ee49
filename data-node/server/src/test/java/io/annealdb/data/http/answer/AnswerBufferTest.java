package io.annealdb.data.http.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerBufferTest {
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final List<Long> opened = new ArrayList<>();

    private final AnswerBuffer buffer =
            new AnswerBuffer(
                    8192,
                    complete -> {
                        opened.add(complete);
                        return sent;
                    });

    @Test
    void aSmallAnswerLeavesAtItsEndWithItsLength() {
        buffer.putAscii("hello");
        assertThat(buffer.streaming()).isFalse();
        buffer.finish();
        assertThat(opened).containsExactly(5L);
        assertThat(sent).hasToString("hello");
    }

    @Test
    void aLargeAnswerStreamsInOrder() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            buffer.putAscii(i + ",");
            all.append(i).append(',');
        }
        assertThat(buffer.streaming()).isTrue();
        assertThat(sent.size()).isGreaterThan(8192);
        buffer.finish();
        assertThat(opened).containsExactly(-1L);
        assertThat(sent).hasToString(all.toString());
    }

    @Test
    void whatHasNotLeftCanBeTakenBack() {
        buffer.putAscii("gone");
        buffer.flush();
        long mark = buffer.mark();
        buffer.putAscii("back");
        assertThat(buffer.rollBack(mark)).isTrue();
        assertThat(buffer.rollBack(0)).isFalse();
        buffer.finish();
        assertThat(sent).hasToString("gone");
    }

    @Test
    void aBrokenConnectionIsNotTakenForAFault() {
        AnswerBuffer broken =
                new AnswerBuffer(
                        16,
                        complete ->
                                new OutputStream() {
                                    @Override
                                    public void write(int b) throws IOException {
                                        throw new IOException("broken pipe");
                                    }
                                });
        broken.put('x');
        assertThatThrownBy(broken::flush).isInstanceOf(ClientGoneException.class);
    }
}
