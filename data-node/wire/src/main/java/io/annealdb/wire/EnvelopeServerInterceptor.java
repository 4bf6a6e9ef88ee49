package io.annealdb.wire;

import io.annealdb.proto.Envelope;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;

/** Hears the envelope of each call, refuses what is foreign, and puts this node's on the answer. */
final class EnvelopeServerInterceptor implements ServerInterceptor {
    private final Identity identity;

    EnvelopeServerInterceptor(Identity identity) {
        this.identity = identity;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Envelope caller;
        try {
            caller = Envelopes.read(headers);
            identity.incoming(caller);
        } catch (StatusRuntimeException refused) {
            call.close(refused.getStatus(), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        ServerCall<Q, A> answering =
                new SimpleForwardingServerCall<>(call) {
                    @Override
                    public void sendHeaders(Metadata answer) {
                        Envelope envelope =
                                identity.outgoing().toBuilder()
                                        .setRequestId(caller.getRequestId())
                                        .build();
                        answer.put(Envelopes.HEADER, envelope.toByteArray());
                        super.sendHeaders(answer);
                    }
                };
        return Contexts.interceptCall(Envelopes.with(caller), answering, headers, next);
    }
}
