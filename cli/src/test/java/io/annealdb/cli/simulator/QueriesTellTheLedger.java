package io.annealdb.cli.simulator;

import java.util.Optional;

/** A SELECT through any node, the way HTTP asks, is complete and shows what the ledger allows. */
final class QueriesTellTheLedger implements Invariant {
    @Override
    public Optional<String> broken(SimulatedCluster cluster) {
        for (SimulatedNode node : cluster.nodes.values()) {
            Optional<String> wrong =
                    AcknowledgedHolds.wrong(cluster, ClusterQuery.everything(cluster, node));
            if (wrong.isPresent()) {
                return wrong.map(what -> "query through " + node + ": " + what);
            }
        }
        return Optional.empty();
    }
}
