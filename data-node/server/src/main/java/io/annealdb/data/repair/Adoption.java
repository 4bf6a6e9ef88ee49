package io.annealdb.data.repair;

import io.annealdb.image.Certificate;
import io.annealdb.image.ClusterImage;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.digest.CellSet;
import io.annealdb.storage.DamagedException;
import io.annealdb.storage.Engine;
import io.annealdb.storage.Fence;
import io.annealdb.storage.Shard;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adopts certificates as the image brings them, and lifts fences whose repair it says to be over. A
 * copy that does not hold what its certificate says is behind: it missed the end of a ring, or its
 * disk is an old one. It must be reset before it is a source (repair.md R5), and answers no query
 * before that: it may hold what a delete hid that nobody remembers. Any thread may use it.
 */
public final class Adoption {
    private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);

    private final NodeId self;
    private final Engine engine;
    private final Map<ShardId, Certificate> seen = new HashMap<>(); // guarded by this

    /** What copies here could not adopt; a reset may have taken them there since. */
    private final Map<ShardId, Certificate> missed = new ConcurrentHashMap<>();

    public Adoption(NodeId self, Engine engine) {
        this.self = self;
        this.engine = engine;
    }

    /** Looks at each certificate once, and again only after a failure of the disk. */
    public synchronized void follow(ClusterImage image) {
        for (Certificate certificate : image.certificates()) {
            Optional<Shard> shard = engine.shard(certificate.shard());
            boolean owned =
                    image.shard(certificate.shard())
                            .flatMap(place -> place.shard().owner(self))
                            .isPresent();
            if (shard.isPresent()
                    && owned
                    && !certificate.equals(seen.get(certificate.shard()))
                    && adopt(shard.get(), certificate)) {
                seen.put(certificate.shard(), certificate);
            }
        }
        seen.keySet().removeIf(id -> image.certificate(id).isEmpty());
        missed.keySet().removeIf(id -> image.certificate(id).isEmpty());
        engine.shards().forEach(shard -> liftIfOver(shard, image));
    }

    /** A fence whose repair ended without this node having heard of it bars nothing useful. */
    private static void liftIfOver(Shard shard, ClusterImage image) {
        Optional<Fence> fence = shard.settling().fence();
        if (fence.isPresent() && Admission.over(image, fence.get().repairId())) {
            try {
                shard.settling().liftFence(fence.get().repairId());
            } catch (IOException e) {
                LOG.warn("The fence of shard {} stays: {}", shard.spec().id(), e.toString());
            }
        }
    }

    private boolean adopt(Shard shard, Certificate certificate) {
        try {
            if (shard.settling().adopt(certificate.at(), certificate.root(), certificate.open())) {
                missed.remove(certificate.shard());
            } else {
                missed.put(certificate.shard(), certificate);
                LOG.warn(
                        "Shard {} here is behind the certificate of repair {}: it missed the end of"
                                + " that ring, or this disk is an old one. The next repair resets"
                                + " it; until then it answers no query, and is no source for other"
                                + " owners.",
                        certificate.shard(),
                        certificate.repairId());
            }
            return true;
        } catch (IOException | DamagedException e) {
            LOG.error(
                    "Shard {} cannot adopt the certificate of repair {}: {}",
                    certificate.shard(),
                    certificate.repairId(),
                    e.toString());
            return false;
        }
    }

    /**
     * The certificate that this copy could not adopt and has not reached since; empty if there is
     * none. One that has just come and was not looked at yet is not among them.
     */
    public Optional<Certificate> missed(Shard shard) {
        return Optional.ofNullable(missed.get(shard.spec().id()))
                .filter(certificate -> !reached(shard, certificate));
    }

    /** The certificate of the image that this copy has not reached; empty if there is none. */
    static Optional<Certificate> ahead(Shard shard, ClusterImage image) {
        return image.certificate(shard.spec().id())
                .filter(certificate -> !reached(shard, certificate));
    }

    private static boolean reached(Shard shard, Certificate certificate) {
        CellSet closed = CellSet.ALL.minus(certificate.open());
        return shard.settling().settled().reach(certificate.at(), closed);
    }
}
