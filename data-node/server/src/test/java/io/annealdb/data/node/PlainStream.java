package io.annealdb.data.node;

import io.annealdb.proto.Envelope;
import io.annealdb.wire.Channels;
import io.annealdb.wire.Identity;
import io.annealdb.wire.TransportSecurity;
import io.annealdb.wire.WireServer;
import io.grpc.CallOptions;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Files sent over the nodes' kind of gRPC channel by the least code that does it: chunks of 256
 * KiB, bare bytes, written as they come. No checksum, no names, no messages; what copies of shards
 * are measured against.
 */
final class PlainStream implements Closeable {
    private static final int CHUNK_BYTES = 256 << 10;
    private static final MethodDescriptor<byte[], byte[]> METHOD =
            MethodDescriptor.<byte[], byte[]>newBuilder()
                    .setType(MethodDescriptor.MethodType.CLIENT_STREAMING)
                    .setFullMethodName("bench.Plain/Stream")
                    .setRequestMarshaller(new Bare())
                    .setResponseMarshaller(new Bare())
                    .build();

    /** Bytes as they are, without a copy on the way into gRPC. */
    private static final class Bare implements MethodDescriptor.Marshaller<byte[]> {
        private static final class Bytes extends ByteArrayInputStream
                implements Drainable, KnownLength {
            Bytes(byte[] bytes) {
                super(bytes);
            }

            @Override
            public int drainTo(OutputStream target) throws IOException {
                return (int) transferTo(target);
            }
        }

        @Override
        public InputStream stream(byte[] value) {
            return new Bytes(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                byte[] bytes = new byte[stream.available()];
                stream.readNBytes(bytes, 0, bytes.length);
                return bytes;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Nobody implements Identity {
        @Override
        public Envelope outgoing() {
            return Envelope.newBuilder().setProtocolVersion(PROTOCOL_VERSION).build();
        }

        @Override
        public void incoming(Envelope envelope) {}
    }

    private final ThreadScheduler scheduler = new ThreadScheduler("plain");
    private final Channels channels =
            new Channels(TransportSecurity.plaintext(), new Nobody(), () -> "plain");
    private final WireServer server;
    private final Path target;
    private final boolean forced;

    /**
     * @param target what comes goes into that file
     * @param forced whether it is forced to disk before the stream is answered
     */
    PlainStream(Path target, boolean forced) throws IOException {
        this.target = target;
        this.forced = forced;
        server =
                WireServer.start(
                        ServedMeta.loopback(0),
                        TransportSecurity.plaintext(),
                        new Nobody(),
                        scheduler,
                        List.of(
                                () ->
                                        ServerServiceDefinition.builder("bench.Plain")
                                                .addMethod(
                                                        METHOD,
                                                        ServerCalls.asyncClientStreamingCall(
                                                                this::receive))
                                                .build()));
    }

    private StreamObserver<byte[]> receive(StreamObserver<byte[]> out) {
        RandomAccessFile file;
        try {
            Files.deleteIfExists(target);
            file = new RandomAccessFile(target.toFile(), "rw");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new StreamObserver<>() {
            @Override
            public void onNext(byte[] chunk) {
                try {
                    file.write(chunk);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void onError(Throwable broken) {}

            @Override
            public void onCompleted() {
                try {
                    if (forced) {
                        file.getFD().sync();
                    }
                    file.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                out.onNext(new byte[0]);
                out.onCompleted();
            }
        };
    }

    /** Sends files, one behind the other; returns how many bytes went, once all are there. */
    long send(List<Path> files) throws Exception {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        Semaphore ready = new Semaphore(0);
        ClientCallStreamObserver<byte[]> stream =
                (ClientCallStreamObserver<byte[]>)
                        ClientCalls.asyncClientStreamingCall(
                                channels.to("127.0.0.1:" + server.port())
                                        .newCall(METHOD, CallOptions.DEFAULT),
                                answering(answer, ready));
        long sent = 0;
        for (Path path : files) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
                long size = file.length();
                for (long at = 0; at < size; at += CHUNK_BYTES) {
                    byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, size - at)];
                    file.readFully(chunk);
                    while (!stream.isReady()) {
                        ready.acquire();
                    }
                    stream.onNext(chunk);
                    sent += chunk.length;
                }
            }
        }
        stream.onCompleted();
        answer.get();
        return sent;
    }

    private static ClientResponseObserver<byte[], byte[]> answering(
            CompletableFuture<byte[]> answer, Semaphore ready) {
        return new ClientResponseObserver<>() {
            @Override
            public void beforeStart(ClientCallStreamObserver<byte[]> stream) {
                stream.setOnReadyHandler(ready::release);
            }

            @Override
            public void onNext(byte[] value) {
                answer.complete(value);
            }

            @Override
            public void onError(Throwable failure) {
                answer.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {}
        };
    }

    @Override
    public void close() {
        channels.close();
        server.close();
        scheduler.close();
    }
}
