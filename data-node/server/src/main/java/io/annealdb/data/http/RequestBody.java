package io.annealdb.data.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A request's body, read to its end into memory: unpacked if it says so, bounded packed and
 * unpacked, and charged to the {@link BodyBudget} until it is closed.
 */
final class RequestBody implements AutoCloseable {
    private static final int FIRST_BYTES = 8 * 1024;
    private static final int GZIP_BUFFER = 16 * 1024;

    /** What an announced length is believed before the bytes are there. */
    private static final int BELIEVED_BYTES_MAX = 1 << 20;

    private static final String TOO_LARGE = "Request Entity Too Large";

    private final BodyBudget budget;
    private byte[] bytes = new byte[0];
    private int length;
    private long charged;

    private RequestBody(BodyBudget budget) {
        this.budget = budget;
    }

    /**
     * @throws Refusal 413 if it is too large, 400 if it is not the gzip that it says to be, 503 if
     *     there is no room for it now
     */
    static RequestBody read(Exchange exchange, int bytesMax, BodyBudget budget) throws IOException {
        long announced = exchange.contentLength();
        if (announced > bytesMax) {
            throw tooLarge(exchange);
        }
        RequestBody body = new RequestBody(budget);
        try {
            boolean packed = "gzip".equalsIgnoreCase(exchange.header("Content-Encoding"));
            body.grow(
                    packed || announced < 0
                            ? FIRST_BYTES
                            : (int) Math.min(announced + 1, BELIEVED_BYTES_MAX));
            try (InputStream in = new Bounded(exchange, bytesMax)) {
                if (packed) {
                    body.unpack(exchange, in, bytesMax);
                } else {
                    body.readAll(exchange, in, bytesMax);
                }
            }
            return body;
        } catch (Throwable e) {
            body.close();
            throw e;
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    private void unpack(Exchange exchange, InputStream in, int bytesMax) throws IOException {
        try (GZIPInputStream unpacked = new GZIPInputStream(in, GZIP_BUFFER)) {
            readAll(exchange, unpacked, bytesMax);
        } catch (ZipException e) {
            throw new Refusal(400, "gzip: invalid header or checksum");
        } catch (EOFException e) {
            throw new Refusal(400, "unexpected EOF");
        }
    }

    private void readAll(Exchange exchange, InputStream in, int bytesMax) throws IOException {
        for (; ; ) {
            if (length == bytes.length) {
                grow((int) Math.min(bytesMax + 1L, bytes.length * 2L));
            }
            int read = in.read(bytes, length, bytes.length - length);
            if (read < 0) {
                return;
            }
            length += read;
            if (length > bytesMax) {
                throw tooLarge(exchange);
            }
        }
    }

    private void grow(int size) {
        budget.take(size - charged);
        charged = size;
        bytes = Arrays.copyOf(bytes, size);
    }

    private static Refusal tooLarge(Exchange exchange) {
        exchange.closeAfterReply();
        return new Refusal(413, TOO_LARGE);
    }

    @Override
    public void close() {
        budget.giveBack(charged);
        charged = 0;
        bytes = new byte[0];
        length = 0;
    }

    /** What the client sends, refused beyond the bound. Closing it leaves the request open. */
    private static final class Bounded extends InputStream {
        private final Exchange exchange;
        private final InputStream in;
        private long left;

        Bounded(Exchange exchange, int bytesMax) {
            this.exchange = exchange;
            this.in = exchange.body();
            this.left = bytesMax;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = in.read(into, from, length);
            left -= Math.max(0, read);
            if (left < 0) {
                throw tooLarge(exchange);
            }
            return read;
        }
    }
}
