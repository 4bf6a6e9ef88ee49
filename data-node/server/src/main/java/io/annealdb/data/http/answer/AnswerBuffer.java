package io.annealdb.data.http.answer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Holds back the beginning of an answer, so that a small one can still be taken back, and its
 * headers can still say what was learnt while it was made. When more than {@code bytesMax} have
 * gathered, or at a {@link #flush}, the reply begins and what follows streams.
 *
 * <pre>
 *   holding ── full, flush or finish ──▶ streaming
 * </pre>
 *
 * For one thread.
 */
public final class AnswerBuffer {
    /** Begins the reply, headers first; asked once, when the first byte leaves. */
    public interface Opening {
        /**
         * @param completeBytes the length of the whole answer if it is known, else -1
         */
        OutputStream open(long completeBytes) throws IOException;
    }

    private static final int FIRST_BYTES = 4096;

    private final int bytesMax;
    private final Opening opening;
    private byte[] held;
    private int size;
    private long sent;
    private OutputStream reply;

    /**
     * @param bytesMax how much is held back at most; afterwards also the size of a write
     */
    public AnswerBuffer(int bytesMax, Opening opening) {
        this.bytesMax = bytesMax;
        this.opening = opening;
        this.held = new byte[Math.min(FIRST_BYTES, bytesMax)];
    }

    /** Whether the reply has begun: its headers are gone. */
    public boolean streaming() {
        return reply != null;
    }

    /** A place to come back to as long as nothing behind it has left. */
    long mark() {
        return sent + size;
    }

    /**
     * Takes back all since a mark.
     *
     * @return false if some of it has left; then nothing happens
     */
    boolean rollBack(long mark) {
        if (mark < sent) {
            return false;
        }
        size = (int) (mark - sent);
        return true;
    }

    void put(int ascii) {
        if (size == held.length) {
            makeRoom();
        }
        held[size++] = (byte) ascii;
    }

    void putAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
    }

    void put(byte[] bytes, int from, int length) {
        for (int done = 0; done < length; ) {
            if (size == held.length) {
                makeRoom();
            }
            int part = Math.min(length - done, held.length - size);
            System.arraycopy(bytes, from + done, held, size, part);
            size += part;
            done += part;
        }
    }

    void putUtf8(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        put(bytes, 0, bytes.length);
    }

    /** Sends what there is, now. */
    void flush() {
        try {
            send(-1);
            reply.flush();
        } catch (IOException e) {
            throw new ClientGoneException(e);
        }
    }

    /** Sends the rest. */
    void finish() {
        try {
            send(streaming() ? -1 : size);
            reply.close();
        } catch (IOException e) {
            throw new ClientGoneException(e);
        }
    }

    private void makeRoom() {
        if (held.length < bytesMax && !streaming()) {
            held = Arrays.copyOf(held, Math.min(bytesMax, held.length * 2));
            return;
        }
        try {
            send(-1);
        } catch (IOException e) {
            throw new ClientGoneException(e);
        }
    }

    private void send(long completeBytes) throws IOException {
        if (reply == null) {
            reply = opening.open(completeBytes);
        }
        reply.write(held, 0, size);
        sent += size;
        size = 0;
    }
}
