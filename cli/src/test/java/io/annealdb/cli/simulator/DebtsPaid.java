package io.annealdb.cli.simulator;

import io.annealdb.proto.DebtProto;
import java.util.List;
import java.util.Optional;

/** What hints could not hold is owed no more: a ring has been around each shard since. */
final class DebtsPaid implements Invariant {
    @Override
    public Optional<String> broken(SimulatedCluster cluster) {
        for (SimulatedNode node : cluster.nodes.values()) {
            List<DebtProto> debts = node.parts().calls().status().getDebtsList();
            if (!debts.isEmpty()) {
                return Optional.of(node + " still notes " + debts.get(0));
            }
        }
        return Optional.empty();
    }
}
