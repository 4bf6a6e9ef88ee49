package io.annealdb.meta.operator;

import io.annealdb.image.ClusterImage;
import io.annealdb.proto.Envelope;
import io.annealdb.wire.Identity;
import java.util.function.Supplier;

/** What a meta node says of itself; it stamps nothing, so its envelopes carry no clock. */
public final class MetaIdentity implements Identity {
    private final Supplier<ClusterImage> image;

    public MetaIdentity(Supplier<ClusterImage> image) {
        this.image = image;
    }

    @Override
    public Envelope outgoing() {
        ClusterImage known = image.get();
        return Envelope.newBuilder()
                .setClusterId(known.clusterId())
                .setProtocolVersion(PROTOCOL_VERSION)
                .setImageVersion(known.version())
                .build();
    }

    @Override
    public void incoming(Envelope envelope) {
        Identity.refuseForeign(envelope, image.get().clusterId());
    }
}
