package io.annealdb.wire;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;

/**
 * The credentials of both ends of every connection between nodes; plain text is the only kind so
 * far.
 */
public record TransportSecurity(ServerCredentials server, ChannelCredentials client) {
    public static TransportSecurity plaintext() {
        return new TransportSecurity(
                InsecureServerCredentials.create(), InsecureChannelCredentials.create());
    }
}
