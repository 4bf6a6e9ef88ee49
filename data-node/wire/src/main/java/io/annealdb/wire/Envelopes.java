package io.annealdb.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import io.annealdb.proto.Envelope;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;

/**
 * Where an {@link Envelope} lies in gRPC's metadata, and how a service reads that of its caller.
 */
public final class Envelopes {
    static final Metadata.Key<byte[]> HEADER =
            Metadata.Key.of("anneal-envelope-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private static final Context.Key<Envelope> CALLER = Context.key("anneal-envelope");

    private Envelopes() {}

    /** The envelope of the call being served. */
    public static Envelope ofCaller() {
        Envelope envelope = CALLER.get();
        return envelope == null ? Envelope.getDefaultInstance() : envelope;
    }

    static Context with(Envelope caller) {
        return Context.current().withValue(CALLER, caller);
    }

    static Envelope read(Metadata headers) {
        byte[] bytes = headers.get(HEADER);
        if (bytes == null) {
            throw Status.FAILED_PRECONDITION
                    .withDescription(
                            "The call carries no envelope: it does not come from AnnealDB.")
                    .asRuntimeException();
        }
        try {
            return Envelope.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("malformed envelope")
                    .asRuntimeException();
        }
    }
}
