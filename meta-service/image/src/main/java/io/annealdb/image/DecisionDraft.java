package io.annealdb.image;

import io.annealdb.proto.MetaReply;
import java.util.ArrayList;
import java.util.List;

/** A decision while it is made: the records so far, and the image they lead to. */
final class DecisionDraft {
    private final List<MetaRecord> records = new ArrayList<>();
    private final MetaReply.Builder reply = MetaReply.newBuilder();
    private final long nowMillis;
    private ClusterImage image;

    DecisionDraft(ClusterImage image, long nowMillis) {
        this.image = image;
        this.nowMillis = nowMillis;
    }

    /** The image after the records so far. */
    ClusterImage image() {
        return image;
    }

    long nowMillis() {
        return nowMillis;
    }

    long nowNanos() {
        return Math.multiplyExact(nowMillis, 1_000_000L);
    }

    MetaReply.Builder reply() {
        return reply;
    }

    void add(MetaRecord record) {
        records.add(record);
        image = image.apply(record);
    }

    Decision end() {
        return new Decision(
                records,
                reply.setImageVersion(image.version()).setClusterId(image.clusterId()).build());
    }
}
