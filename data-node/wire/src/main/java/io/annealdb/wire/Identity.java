package io.annealdb.wire;

import io.annealdb.proto.Envelope;
import io.grpc.StatusRuntimeException;

/** What one node, or command, writes into its envelopes, and how it takes those of others. */
public interface Identity {
    /**
     * Version of the messages between nodes; raised when they change beyond what protobuf bears.
     */
    int PROTOCOL_VERSION = 1;

    /** The envelope of a call or answer that leaves now, the request id left empty. */
    Envelope outgoing();

    /**
     * Looks at the envelope of a call or answer that came in: learns its clock and its image
     * version.
     *
     * @throws StatusRuntimeException if the call must be refused: {@code FAILED_PRECONDITION} for a
     *     foreign cluster or protocol, {@code ABORTED} for an image that is too old
     */
    void incoming(Envelope envelope);

    /** Refuses a protocol or cluster that is not ours; an empty id on either side passes. */
    static void refuseForeign(Envelope envelope, String ourClusterId) {
        if (envelope.getProtocolVersion() != PROTOCOL_VERSION) {
            throw io.grpc.Status.FAILED_PRECONDITION
                    .withDescription(
                            "The other side speaks protocol version "
                                    + envelope.getProtocolVersion()
                                    + ", this node "
                                    + PROTOCOL_VERSION
                                    + ". Run one version of AnnealDB on all nodes.")
                    .asRuntimeException();
        }
        if (!envelope.getClusterId().isEmpty()
                && !ourClusterId.isEmpty()
                && !envelope.getClusterId().equals(ourClusterId)) {
            throw io.grpc.Status.FAILED_PRECONDITION
                    .withDescription(
                            "The call comes from cluster "
                                    + envelope.getClusterId()
                                    + ", this node is of "
                                    + ourClusterId
                                    + ". Look at the addresses in its configuration.")
                    .asRuntimeException();
        }
    }
}
