package io.annealdb.data.peer.grpc;

import io.annealdb.data.peer.PeerException;
import io.annealdb.data.peer.PeerException.Kind;
import io.annealdb.data.peer.RefusedException;
import io.annealdb.points.NodeId;
import io.annealdb.points.codec.MalformedException;
import io.grpc.Status;

/** Failures of calls, as gRPC's status and back. */
final class Failures {
    private Failures() {}

    /** What the caller is told of what went wrong here. */
    static Status status(Throwable failure) {
        if (failure instanceof RefusedException) {
            return Status.FAILED_PRECONDITION.withDescription(failure.getMessage());
        }
        if (failure instanceof MalformedException || failure instanceof IllegalArgumentException) {
            return Status.INVALID_ARGUMENT.withDescription(failure.getMessage());
        }
        if (failure instanceof PeerException) {
            return Status.ABORTED.withDescription(failure.getMessage());
        }
        return Status.INTERNAL.withDescription(failure.toString());
    }

    /** What this node makes of a call that failed. */
    static PeerException peer(NodeId node, Throwable failure) {
        if (failure instanceof PeerException already) {
            return already;
        }
        Status status = Status.fromThrowable(failure);
        Kind kind =
                switch (status.getCode()) {
                    case UNAVAILABLE -> Kind.UNREACHABLE;
                    case DEADLINE_EXCEEDED -> Kind.TIMED_OUT;
                    case FAILED_PRECONDITION, RESOURCE_EXHAUSTED -> Kind.REFUSED;
                    default -> Kind.FAILED;
                };
        String why =
                switch (kind) {
                    case UNREACHABLE -> "cannot be reached";
                    case TIMED_OUT -> "no answer in time";
                    default ->
                            status.getDescription() == null
                                    ? status.getCode().toString()
                                    : status.getDescription();
                };
        return new PeerException(node, kind, why);
    }
}
