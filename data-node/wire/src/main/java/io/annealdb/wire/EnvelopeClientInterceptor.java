package io.annealdb.wire;

import io.annealdb.proto.Envelope;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.function.Supplier;

/** Puts this node's envelope on each call, and hears that of the answer. */
final class EnvelopeClientInterceptor implements ClientInterceptor {
    private final Identity identity;
    private final Supplier<String> requestIds;

    EnvelopeClientInterceptor(Identity identity, Supplier<String> requestIds) {
        this.identity = identity;
        this.requestIds = requestIds;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
            MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                Envelope envelope = identity.outgoing();
                if (envelope.getRequestId().isEmpty()) {
                    envelope = envelope.toBuilder().setRequestId(requestIds.get()).build();
                }
                headers.put(Envelopes.HEADER, envelope.toByteArray());
                super.start(
                        new SimpleForwardingClientCallListener<>(listener) {
                            @Override
                            public void onHeaders(Metadata answer) {
                                if (answer.containsKey(Envelopes.HEADER)) {
                                    identity.incoming(Envelopes.read(answer));
                                }
                                super.onHeaders(answer);
                            }
                        },
                        headers);
            }
        };
    }
}
