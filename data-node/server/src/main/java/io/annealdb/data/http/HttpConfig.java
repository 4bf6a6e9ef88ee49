package io.annealdb.data.http;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * What the HTTP API may use.
 *
 * @param bodyBytesMax of one request, packed and unpacked; larger is a 413
 * @param bodyBytesAtOnceMax of all request bodies in memory together; beyond it a write is a 503
 * @param parsesAtOnceMax bodies of line protocol that are parsed at the same time
 * @param heldBytesMax of an answer before its headers go out; see {@code AnswerBuffer}
 * @param msgpackBytesMax of one document of MessagePack, which cannot be streamed
 * @param threadsMax requests that are served at once; others wait
 * @param idleTimeout after which a silent connection is closed
 */
public record HttpConfig(
        InetSocketAddress bind,
        int bodyBytesMax,
        long bodyBytesAtOnceMax,
        int parsesAtOnceMax,
        int heldBytesMax,
        int msgpackBytesMax,
        int threadsMax,
        Duration idleTimeout) {
    private static final int MIB = 1 << 20;

    public HttpConfig {
        if (bodyBytesMax < 1 || bodyBytesAtOnceMax < bodyBytesMax) {
            throw new IllegalArgumentException(
                    "bodies of at most "
                            + bodyBytesMax
                            + " bytes, together "
                            + bodyBytesAtOnceMax
                            + ": the first must be positive, the second not less");
        }
        if (parsesAtOnceMax < 1 || heldBytesMax < 1 || msgpackBytesMax < 1 || threadsMax < 8) {
            throw new IllegalArgumentException(
                    "too little to serve with: parses="
                            + parsesAtOnceMax
                            + ", held="
                            + heldBytesMax
                            + ", msgpack="
                            + msgpackBytesMax
                            + ", threads="
                            + threadsMax);
        }
    }

    /** What a node uses unless it is told otherwise. */
    public static HttpConfig defaults(InetSocketAddress bind, int bodyBytesMax) {
        return new HttpConfig(
                bind,
                bodyBytesMax,
                Math.max(bodyBytesMax, Runtime.getRuntime().maxMemory() / 8),
                Runtime.getRuntime().availableProcessors(),
                MIB,
                64 * MIB,
                128,
                Duration.ofMinutes(5));
    }
}
