package io.annealdb.cli.connect;

import io.annealdb.proto.Envelope;
import io.annealdb.wire.Identity;

/** A command has no clock, no node id and no cluster of its own: it takes whichever it reaches. */
final class CommandIdentity implements Identity {
    @Override
    public Envelope outgoing() {
        return Envelope.newBuilder().setProtocolVersion(PROTOCOL_VERSION).build();
    }

    @Override
    public void incoming(Envelope envelope) {
        Identity.refuseForeign(envelope, "");
    }
}
