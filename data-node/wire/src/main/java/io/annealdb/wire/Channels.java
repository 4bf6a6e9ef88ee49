package io.annealdb.wire;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.Closeable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One connection to each address, opened when first needed. Any thread may use it. */
public final class Channels implements Closeable {
    /** Long enough for a connection to a peer that is back; short against a call's deadline. */
    private static final long RECONNECT_MILLIS_MAX = 200;

    private final TransportSecurity security;
    private final EnvelopeClientInterceptor envelopes;
    private final Map<String, ManagedChannel> byAddress = new ConcurrentHashMap<>();

    /**
     * @param requestIds a fresh id for each call that has none yet
     */
    public Channels(TransportSecurity security, Identity identity, Supplier<String> requestIds) {
        this.security = security;
        this.envelopes = new EnvelopeClientInterceptor(identity, requestIds);
    }

    /**
     * The connection to an address. gRPC waits up to two minutes before it tries a lost peer again,
     * and until then fails every call; here a call is a reason to try at once, and waits for a
     * moment to see whether the peer is back.
     *
     * @param address {@code host:port}
     */
    public ManagedChannel to(String address) {
        ManagedChannel channel = at(address);
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            awaitChange(channel);
        }
        return channel;
    }

    /** As {@link #to}, for a thread that may not wait: a call to a lost peer fails at once. */
    public ManagedChannel at(String address) {
        ManagedChannel channel = byAddress.computeIfAbsent(address, this::open);
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            channel.resetConnectBackoff();
        }
        return channel;
    }

    private static void awaitChange(ManagedChannel channel) {
        CountDownLatch changed = new CountDownLatch(1);
        channel.notifyWhenStateChanged(ConnectivityState.TRANSIENT_FAILURE, changed::countDown);
        try {
            changed.await(RECONNECT_MILLIS_MAX, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ManagedChannel open(String address) {
        return NettyChannelBuilder.forTarget("dns:///" + address, security.client())
                .maxInboundMessageSize(WireServer.MESSAGE_BYTES_MAX)
                // A peer that was away is tried again soon: a hint queue waits for it.
                .keepAliveTime(20, TimeUnit.SECONDS)
                .keepAliveTimeout(5, TimeUnit.SECONDS)
                .intercept(envelopes)
                .build();
    }

    @Override
    public void close() {
        byAddress.values().forEach(ManagedChannel::shutdownNow);
        byAddress.clear();
    }
}
