package io.annealdb.meta.repair;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.annealdb.image.Certificate;
import io.annealdb.image.ClusterImage;
import io.annealdb.points.ShardId;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * When each shard's certificate was last seen to stand. A certificate whose root all owners still
 * answer is not written to the log again: the leader remembers it here. The next leader begins with
 * the times of the commits, and finds out anew.
 */
public final class CertificateAges {
    private final Supplier<ClusterImage> image;
    private final InstantSource clock;
    private final Map<ShardId, Long> stood = new ConcurrentHashMap<>();

    public CertificateAges(
            Supplier<ClusterImage> image, InstantSource clock, MetricRegistry metrics) {
        this.image = image;
        this.clock = clock;
        metrics.register("repair.certificates.oldest.seconds", (Gauge<Long>) this::oldestSeconds);
        metrics.register("repair.shards.uncertified", (Gauge<Long>) this::uncertified);
    }

    /** All owners of a shard answer its certificate's root now. */
    void stands(ShardId shard) {
        stood.put(shard, clock.millis());
        stood.keySet().removeIf(each -> image.get().shard(each).isEmpty());
    }

    /** Millis since 1970 of the last time; empty if the shard has no certificate. */
    public OptionalLong lastStood(ShardId shard) {
        return image.get()
                .certificate(shard)
                .map(certificate -> OptionalLong.of(lastStood(certificate)))
                .orElse(OptionalLong.empty());
    }

    private long lastStood(Certificate certificate) {
        return Math.max(
                certificate.millis(), stood.getOrDefault(certificate.shard(), Long.MIN_VALUE));
    }

    private long oldestSeconds() {
        long now = clock.millis();
        return image.get().certificates().stream()
                .mapToLong(certificate -> (now - lastStood(certificate)) / 1000)
                .max()
                .orElse(0);
    }

    private long uncertified() {
        ClusterImage now = image.get();
        return now.shards().stream()
                .filter(place -> now.certificate(place.shard().id()).isEmpty())
                .count();
    }
}
