package io.annealdb.storage.shard;

import io.annealdb.storage.ShardHealth;
import io.annealdb.storage.ShardSpec;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A shard's health: said in the log, kept outside of the shard's folder. For any thread. */
final class ShardCondition {
    private static final Logger LOG = LoggerFactory.getLogger(ShardCondition.class);

    private final ShardSpec spec;
    private final ShardServices services;
    private volatile ShardHealth health;
    private volatile String trouble;

    ShardCondition(ShardSpec spec, ShardServices services, ShardHealth health, String trouble) {
        this.spec = spec;
        this.services = services;
        this.health = health;
        this.trouble = trouble;
    }

    ShardHealth health() {
        return health;
    }

    String trouble() {
        return trouble;
    }

    /** Repair has seen to it; durable on return. */
    synchronized void whole() throws IOException {
        services.owner().keepHealth(spec, ShardHealth.WHOLE, "");
        health = ShardHealth.WHOLE;
        trouble = "";
    }

    /** What was here is gone; durable on return. */
    synchronized void missing(String why) throws IOException {
        LOG.error(
                "Shard {} of database {} is missing: {}. It is not read as empty; it waits for a"
                        + " repair: run `anneal repair start --shard {}`.",
                spec.id(),
                spec.database(),
                why,
                spec.id());
        services.owner().keepHealth(spec, ShardHealth.MISSING, why);
        health = ShardHealth.MISSING;
        trouble = why;
    }

    /**
     * Something fails its checks; durable if the disk lets us. A shard that is missing stays so.
     */
    synchronized void damaged(String why) {
        LOG.error(
                "Shard {} of database {} is damaged: {}. It is not read as the truth until a repair"
                        + " has healed it: run `anneal repair start --shard {}`.",
                spec.id(),
                spec.database(),
                why,
                spec.id());
        services.metrics().damagedFiles.inc();
        if (health == ShardHealth.MISSING) {
            return;
        }
        health = ShardHealth.DAMAGED;
        trouble = why;
        try {
            services.owner().keepHealth(spec, ShardHealth.DAMAGED, why);
        } catch (IOException e) {
            LOG.error("The damage of shard {} could not be noted on disk", spec.id(), e);
        }
    }
}
