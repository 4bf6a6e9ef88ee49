package io.annealdb.data.hint;

import io.annealdb.image.ClusterImage;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.image.ShardRepairInfo;
import io.annealdb.points.ShardId;
import java.io.IOException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pays debts by what the image says. The coordinator tells the owners of a shard that its ring has
 * ended; a node that noted a debt without owning the shard learns it here: a ring that began after
 * the debt, and found all owners equal, has paid it.
 */
public final class DebtPayments {
    private static final Logger LOG = LoggerFactory.getLogger(DebtPayments.class);

    private final DebtLedger debts;

    public DebtPayments(DebtLedger debts) {
        this.debts = debts;
    }

    public void follow(ClusterImage image) {
        Set<ShardId> owed = debts.shards();
        if (owed.isEmpty()) {
            return;
        }
        try {
            for (RepairJobInfo job : image.repairs()) {
                for (ShardRepairInfo shard : job.shards()) {
                    if (shard.certified() && owed.contains(shard.shard())) {
                        debts.pay(shard.shard(), job.started());
                    }
                }
            }
            debts.forget(
                    shard -> shard.value() < image.next().shard() && image.shard(shard).isEmpty());
        } catch (IOException e) {
            LOG.error("debts that are paid cannot be struck out: {}", e.toString());
        }
    }
}
