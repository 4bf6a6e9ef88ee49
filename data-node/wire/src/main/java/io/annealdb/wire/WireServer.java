package io.annealdb.wire;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The gRPC server of a node. */
public final class WireServer implements Closeable {
    /**
     * Bulk streams go in chunks of at most 1 MiB; a write batch may be as large as an HTTP body.
     */
    public static final int MESSAGE_BYTES_MAX = 64 << 20;

    private final Server server;

    private WireServer(Server server) {
        this.server = server;
    }

    /**
     * Binds and serves.
     *
     * @param executor runs the services; they may block
     * @throws IOException if the port is taken; the message names it
     */
    public static WireServer start(
            InetSocketAddress address,
            TransportSecurity security,
            Identity identity,
            Executor executor,
            List<BindableService> services)
            throws IOException {
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(address, security.server())
                        .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                        .permitKeepAliveTime(10, TimeUnit.SECONDS)
                        .permitKeepAliveWithoutCalls(true)
                        .executor(executor)
                        .intercept(new EnvelopeServerInterceptor(identity));
        services.forEach(builder::addService);
        try {
            return new WireServer(builder.build().start());
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on "
                            + address.getHostString()
                            + ":"
                            + address.getPort()
                            + ": is the port taken, or the address not of this machine? ("
                            + e.getMessage()
                            + ")",
                    e);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** Ends calls within two seconds. */
    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(2, TimeUnit.SECONDS)) {
                server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
